using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Simulation;

/// <summary>Writes summaries as lines of the replay format, with the accidents of their delivery.</summary>
internal sealed class ReplayWriter(FleetPlan plan, Stream output)
{
    private readonly RandomStream _random = RandomStream.For(plan.Seed, "delivery");
    private ArrayBufferWriter<byte> _line = new(1 << 16);
    private ArrayBufferWriter<byte> _held = new(1 << 16);

    /// <summary>Lines that can be read, doubled ones included.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that cannot.</summary>
    public int Torn { get; private set; }

    /// <summary>Rows of types in the lines that can be read.</summary>
    public long Rows { get; private set; }

    /// <summary>The node's own idea of a moment, to the second.</summary>
    public DateTime Stamp(string node, double hours)
    {
        var at = plan.At(hours).AddSeconds(plan.Looks.Skew.GetValueOrDefault(node));
        return new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    public void Write(RunSimulation run, double hours)
    {
        _line.ResetWrittenCount();
        var rows = Format(run, hours);
        if (_random.Chance(plan.Looks.Torn))
        {
            // The head of the line arrived, the rest did not.
            output.Write(_line.WrittenSpan[..(int)(_line.WrittenCount * _random.Between(0.1, 0.9))]);
            output.WriteByte((byte)'\n');
            Torn++;
            return;
        }

        Lines++;
        Rows += rows;
        if (_held.WrittenCount == 0 && _random.Chance(plan.Looks.Swapped))
        {
            (_line, _held) = (_held, _line);
            return;
        }

        output.Write(_line.WrittenSpan);
        if (_random.Chance(plan.Looks.Doubled))
        {
            output.Write(_line.WrittenSpan);
            Lines++;
            Rows += rows;
        }

        Release();
    }

    /// <summary>Writes what is still held back.</summary>
    public void Finish() => Release();

    private void Release()
    {
        output.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    private int Format(RunSimulation run, double hours)
    {
        var target = run.Target;
        Text(string.Create(CultureInfo.InvariantCulture, $$"""
            {"at":"{{Stamp(target.Node, hours):yyyy-MM-ddTHH:mm:ssZ}}","node":"{{target.Node}}","process":{"name":"{{target.ProcessName}}","pid":{{run.Pid}},"startedAt":"{{Stamp(target.Node, run.StartHours):yyyy-MM-ddTHH:mm:ssZ}}","bits":{{target.Bits}}},"protocols":[
            """));
        var first = true;
        foreach (var hosting in run.Hostings)
        {
            var elements = (int)Math.Round(hosting.ElementsAt(hours));
            if (elements == 0)
                continue;
            Text(string.Create(CultureInfo.InvariantCulture,
                $$"""{{(first ? "" : ",")}}{"name":{{JsonSerializer.Serialize(hosting.Protocol.Name)}},"version":"{{hosting.Version}}","elements":{{elements}}}"""));
            first = false;
        }

        var (gen0, gen1, gen2) = run.Collections;
        Text(string.Create(CultureInfo.InvariantCulture, $$"""
            ],"memory":{"privateBytes":{{run.PrivateBytes}},"managedBytes":{{run.ManagedBytes}},"limitBytes":{{target.LimitBytes}},"gcCounts":[{{gen0}},{{gen1}},{{gen2}}]},"types":[
            """));
        var rows = 0;
        foreach (var type in run.Types)
        {
            if (type.Count == 0)
                continue;
            if (rows++ > 0)
                Byte((byte)',');
            _line.Write(type.Prefix);
            Number(type.Count, (byte)',');
            Number(type.Bytes, (byte)',');
            Number(type.Gen2Bytes, (byte)']');
        }

        Text("]}\n");
        return rows;
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _line);

    private void Byte(byte value)
    {
        _line.GetSpan(1)[0] = value;
        _line.Advance(1);
    }

    private void Number(long value, byte end)
    {
        var span = _line.GetSpan(21);
        Utf8Formatter.TryFormat(value, span, out var written);
        span[written] = end;
        _line.Advance(written + 1);
    }
}
