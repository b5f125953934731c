using System.Collections.Immutable;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;

namespace SLScripting.Tests.Support;

/// <summary>
/// What is in a live process at one moment: an oracle that owes nothing to what Fleet does. It goes by a dump, as attaching to one's own
/// child may hang: .NET's reaper of children takes the stops that the attach waits for.
/// </summary>
internal sealed class HeapSnapshot : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataTarget _target;
    private readonly ClrRuntime _runtime;

    public HeapSnapshot(int processId)
    {
        var dump = Path.Combine(_folder.Path, "heap.dmp");
        new DiagnosticsClient(processId).WriteDump(DumpType.WithHeap, dump);
        _target = DataTarget.LoadDump(dump);
        var info = _target.ClrVersions.Single();
        _runtime = info.CreateRuntime(Path.Combine(Path.GetDirectoryName(info.ModuleInfo.FileName)!, "libmscordaccore.so"), ignoreMismatch: true);
    }

    /// <summary>The objects by module (without path and <c>.dll</c>) and type.</summary>
    public static ImmutableDictionary<(string Module, string Type), long> Count(int processId)
    {
        using var snapshot = new HeapSnapshot(processId);
        return snapshot._runtime.Heap.EnumerateObjects()
            .Where(found => found.Type is { IsFree: false })
            .GroupBy(found => (Simple(found.Type!.Module?.Name), found.Type.Name ?? ""))
            .ToImmutableDictionary(group => group.Key, group => group.LongCount());
    }

    /// <summary>Whether a type of a module has this static field.</summary>
    public bool HasStaticField(string module, string type, string field) => _runtime.EnumerateModules()
        .Where(candidate => Simple(candidate.Name) == module)
        .SelectMany(candidate => candidate.EnumerateTypeDefToMethodTableMap())
        .Select(map => _runtime.GetTypeByMethodTable(map.MethodTable))
        .Any(candidate => candidate?.Name == type && candidate.StaticFields.Any(found => found.Name == field));

    public void Dispose()
    {
        _runtime.Dispose();
        _target.Dispose();
        _folder.Dispose();
    }

    private static string Simple(string? module) =>
        Path.GetFileName(module ?? "") is var file && file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? file[..^4] : file;
}
