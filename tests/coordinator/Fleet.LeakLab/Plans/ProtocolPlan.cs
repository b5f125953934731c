using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Plans;

/// <summary>A protocol that processes may host, in any of its versions.</summary>
internal sealed class ProtocolPlan(string name, string version)
{
    private readonly List<(string Version, string Old, string New)> _renames = [];

    public string Name { get; } = name;

    /// <summary>The version most processes run at first.</summary>
    public string Version { get; } = version;

    /// <summary>Types that belong to its QActions, as in its first version; their modules hold <c>{v}</c>.</summary>
    public List<BaseType> Types { get; } = [];

    /// <summary>The module of a QAction, with a place for the version.</summary>
    public string Module(int qaction) => $"{Name}.{{v}}.QAction.{qaction}";

    /// <summary>From this version on (and only in it), names that hold <paramref name="old"/> hold <paramref name="renamed"/> instead.</summary>
    public void Rename(string version, string old, string renamed) => _renames.Add((version, old, renamed));

    /// <summary>A type as a process that runs this version has it.</summary>
    public TypeName In(TypeName type, string version)
    {
        var local = type.Of(version);
        foreach (var (renamedIn, old, renamed) in _renames)
        {
            if (renamedIn == version)
                local = new(local.Name.Replace(old, renamed, StringComparison.Ordinal), local.Module.Replace(old, renamed, StringComparison.Ordinal));
        }

        return local;
    }

    public override string ToString() => Name;
}
