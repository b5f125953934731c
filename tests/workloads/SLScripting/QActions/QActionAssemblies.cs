using System.ComponentModel;
using System.Reflection;
using SLScripting.Compiler;
using SLScripting.Protocols;

namespace SLScripting.QActions;

/// <summary>The QAction assemblies of this process: made at first use, loaded from bytes, shared by all elements of a protocol version.</summary>
internal sealed class QActionAssemblies : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ScriptFolder _scripts;
    private readonly Dictionary<(string Protocol, int QAction), QActionAssembly> _loaded = [];
    private readonly Dictionary<(string Protocol, int QAction), QActionCompilationException> _failed = [];

    private CompilerProcess? _compiler;

    public QActionAssemblies(ScriptFolder scripts)
    {
        _scripts = scripts;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    /// <summary>Everything loaded so far.</summary>
    public IReadOnlyList<Assembly> Loaded
    {
        get
        {
            lock (_gate)
                return [.. _loaded.Values.Select(loaded => loaded.Assembly)];
        }
    }

    /// <summary>The assembly of a QAction, which is compiled now if it wasn't before.</summary>
    /// <exception cref="QActionCompilationException">It, or one that it imports, can't be compiled.</exception>
    public Assembly Get(ProtocolDefinition protocol, QActionDefinition qaction)
    {
        lock (_gate)
            return Get(protocol, qaction, []).Assembly;
    }

    /// <summary>Gives the compiler's memory back. Another one is made if something is still to be compiled.</summary>
    public void ReleaseCompiler()
    {
        lock (_gate)
        {
            _compiler?.Dispose();
            _compiler = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        ReleaseCompiler();
    }

    private QActionAssembly Get(ProtocolDefinition protocol, QActionDefinition qaction, HashSet<int> importers)
    {
        var key = (protocol.Path, qaction.Id);
        if (_loaded.TryGetValue(key, out var known))
            return known;
        if (_failed.TryGetValue(key, out var before))
            throw before;

        try
        {
            return _loaded[key] = Load(protocol, qaction, importers);
        }
        catch (QActionCompilationException e)
        {
            _failed[key] = e;
            throw;
        }
    }

    private QActionAssembly Load(ProtocolDefinition protocol, QActionDefinition qaction, HashSet<int> importers)
    {
        if (!importers.Add(qaction.Id))
            throw new QActionCompilationException($"{protocol.Path}({qaction.Line}): QAction {qaction.Id} of {protocol} imports itself; break the circle of dllImport");

        var imports = Imports(protocol, qaction, importers);
        var image = _scripts.GetOrAdd(qaction, imports, () => Compile(protocol, qaction, imports));
        return new QActionAssembly(Assembly.Load(image), image);
    }

    private byte[] Compile(ProtocolDefinition protocol, QActionDefinition qaction, List<byte[]> imports)
    {
        var (image, error, line) = Compile(new CompilerJob(qaction.AssemblyName, $"QAction_{qaction.Id}.cs", qaction.Code, imports));
        // The code begins on the line of the QAction's tag; close enough to find it in any editor.
        return image ?? throw new QActionCompilationException($"{protocol.Path}({qaction.Line + line}): QAction {qaction.Id} of {protocol} does not compile: {error}");
    }

    private CompilerAnswer Compile(CompilerJob job)
    {
        try
        {
            _compiler ??= CompilerProcess.Start();
            return _compiler.Compile(job);
        }
        catch (Exception e) when (e is IOException or Win32Exception)
        {
            _compiler?.Dispose();
            _compiler = null;
            throw new QActionCompilationException($"{job.AssemblyName} can't be compiled: {e.Message}");
        }
    }

    private List<byte[]> Imports(ProtocolDefinition protocol, QActionDefinition qaction, HashSet<int> importers)
    {
        var images = new List<byte[]>();
        foreach (var file in qaction.Imports)
        {
            var imported = protocol.QActions.FirstOrDefault(other => string.Equals(other.AssemblyName + ".dll", file, StringComparison.OrdinalIgnoreCase));
            if (imported is not null)
                images.Add(Get(protocol, imported, [.. importers]).Image);
            else if (!FrameworkFiles.Has(file))
                throw new QActionCompilationException($"{protocol.Path}({qaction.Line}): QAction {qaction.Id} of {protocol} imports '{file}', which is neither a QAction of this protocol nor part of the framework");
        }

        return images;
    }

    // Assemblies from bytes are not found by name, not even by each other.
    private Assembly? Resolve(object? sender, ResolveEventArgs wanted)
    {
        var name = new AssemblyName(wanted.Name).Name;
        lock (_gate)
            return _loaded.Values.FirstOrDefault(loaded => loaded.Assembly.GetName().Name == name)?.Assembly;
    }

    private sealed record QActionAssembly(Assembly Assembly, byte[] Image);
}
