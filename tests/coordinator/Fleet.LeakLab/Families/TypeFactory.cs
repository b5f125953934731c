using System.Globalization;
using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Families;

/// <summary>Draws the types of the ordinary course of work.</summary>
internal sealed class TypeFactory(RandomStream random)
{
    /// <summary>Where the most basic types are in a process that is not of .NET Framework.</summary>
    public const string CoreLibrary = "System.Private.CoreLib";

    /// <summary>So many types that belong to nobody, with so many bytes in all.</summary>
    public List<BaseType> Framework(int count, double bytes, double fullEveryHours, double gen0Bytes, bool dataMiner)
    {
        var names = Vocabulary.Framework.Where(type => dataMiner || !type.Module.StartsWith("SL", StringComparison.Ordinal)).Take(count)
            .Select(type => type with { Module = dataMiner || type.Module != "mscorlib" ? type.Module : CoreLibrary }).ToList();
        for (var i = names.Count; i < count; i++)
        {
            var generic = Vocabulary.Generics[i % Vocabulary.Generics.Length];
            var argument = Vocabulary.Arguments[i / Vocabulary.Generics.Length % Vocabulary.Arguments.Length];
            var round = i / (Vocabulary.Generics.Length * Vocabulary.Arguments.Length);
            var name = round == 0
                ? "System.Collections.Generic." + string.Format(CultureInfo.InvariantCulture, generic, argument)
                : $"{(dataMiner ? "Skyline.DataMiner.Net.Messages" : "Company.Contracts")}.{Vocabulary.Nouns[i % Vocabulary.Nouns.Length]}Message{i}";
            names.Add((name, round == 0 ? dataMiner ? "mscorlib" : CoreLibrary : dataMiner ? "SLNetTypes" : "Company.Contracts", random.LogBetween(24, 300), random.LogBetween(0.02, 0.8)));
        }

        var all = names.Sum(type => type.Weight);
        return names.ConvertAll(type =>
        {
            var share = bytes * type.Weight / all * random.LogBetween(0.5, 2);
            var dies = random.Chance(0.35) ? random.LogBetween(0.02, 0.5) : 0;
            return new BaseType
            {
                Type = new(type.Name, type.Module),
                ObjectBytes = type.Bytes,
                Fixed = 0.6 * share / type.Bytes,
                PerElement = 0.4 * share / type.Bytes / 30,
                Noise = random.LogBetween(0.001, 0.03),
                Memory = random.Whole(0, 3),
                LoadShare = random.Chance(0.3) ? random.Between(0.02, 0.25) : 0,
                WarmUpHours = fullEveryHours * random.LogBetween(0.1, 2),
                GarbagePerHour = dies * share / fullEveryHours,
                Young = gen0Bytes * type.Weight / all * random.LogBetween(0.3, 2),
            };
        });
    }

    /// <summary>Gives a protocol its types.</summary>
    public void Fill(ProtocolPlan protocol)
    {
        var count = random.Whole(6, 22);
        var bytesPerElement = random.LogBetween(15e3, 3e6);
        var space = $"Skyline.Protocol.{protocol.Name.Split(' ', '-', '.')[0]}";
        var qactions = random.Pick(Enumerable.Range(1, 60).ToList(), random.Whole(2, 5));
        var weights = Enumerable.Range(0, count).Select(_ => random.LogBetween(0.02, 1)).ToList();
        var names = new HashSet<string>();
        foreach (var weight in weights)
        {
            var noun = random.Pick(Vocabulary.Nouns);
            var name = random.Chance(0.25) ? $"QAction_{random.Pick(qactions)}.{noun}" : $"{space}.{random.Pick(Vocabulary.Roles)}.{noun}";
            if (!names.Add(name))
                continue;
            var module = protocol.Module(random.Pick(qactions));
            var form = random.Whole(0, 9);
            var type = form switch
            {
                0 => new TypeName($"{name}[]", module),
                1 => new TypeName($"System.Collections.Generic.List<{name}>", "mscorlib"),
                2 => new TypeName($"System.Collections.Generic.Dictionary<System.String, {name}>+Entry[]", "mscorlib"),
                _ => new TypeName(name, module),
            };
            var objectBytes = form is 0 or 2 ? random.LogBetween(64, 4000) : random.LogBetween(24, 200);
            var perElement = bytesPerElement * weight / weights.Sum() / objectBytes;
            protocol.Types.Add(new BaseType
            {
                Type = type,
                ObjectBytes = objectBytes,
                Fixed = random.Chance(0.3) ? random.Whole(1, 200) : 0,
                PerElement = perElement,
                Noise = random.LogBetween(0.001, 0.05),
                Memory = random.Whole(0, 3),
                LoadShare = random.Chance(0.4) ? random.Between(0.02, 0.4) : 0,
                WarmUpHours = random.LogBetween(0.02, 1),
                GarbagePerHour = random.Chance(0.3) ? perElement * objectBytes * random.LogBetween(0.005, 0.1) : 0,
                Young = random.LogBetween(200, 200e3),
            });
        }
    }
}
