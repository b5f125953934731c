using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace HeapShapes;

/// <summary>Objects held in every way that there is, each way by a type of its own, so that a test can ask who holds them.</summary>
public static class Held
{
    public const int Each = 10;
    public const int ListLength = 200_000;
    public const string LoadedAssembly = "Held Protocol.1.0.0.2.QAction.2";
    public const string LoadedType = "Skyline.Protocol.Held.Registry";

    private static readonly Dictionary<string, ByMap> Dictionary = [];
    private static readonly Paired[] Structures = new Paired[Each];
    private static readonly ConditionalWeakTable<object, object> Attached = [];
    private static readonly object Key = new();
    private static readonly Thread OnStack = new(HoldOnStack) { IsBackground = true };
    private static readonly ManualResetEventSlim Holding = new();
    private static readonly List<AssemblyLoadContext> Contexts = [];
    private static readonly List<object> Instances = [];

    [ThreadStatic]
    private static List<ByThread>? t_threads;

    private static Boxed s_structure;
    private static Linked? s_list;
    private static Tree? s_tree;

    private static event EventHandler<EventArgs>? Raised;

    public static void Build()
    {
        for (var i = 0; i < Each; i++)
        {
            Dictionary.Add(new string('k', i + 1), new ByMap());
            Structures[i] = new Paired { Number = i, Other = -i, First = new ByStructure(), Last = new ByStructure() };
            Generic<string>.Store.Add(new ByGeneric());
            Generic<int>.Store.Add(new ByGeneric());
            Raised += new ByEvent().Handle;
        }

        t_threads = [.. Enumerable.Range(0, Each).Select(_ => new ByThread())];
        s_structure = new Boxed { Number = 7, Held = new ByBox() };
        GCHandle.Alloc(new ByHandle(), GCHandleType.Normal);
        Attached.Add(Key, new ByDependentHandle());
        for (var i = 0; i < ListLength; i++)
            s_list = new Linked { Next = s_list };
        s_tree = Tree.Of(10);
        Load(AssemblyLoadContext.Default, "plain", new ByLoadedCode());
        Load(new AssemblyLoadContext("collectible", isCollectible: true), "collectible", new ByCollectibleCode());
        OnStack.Start();
        Holding.Wait();
        GC.Collect();
        Raised?.Invoke(null, EventArgs.Empty);
        GC.KeepAlive(s_structure.Held);
    }

    private static void HoldOnStack()
    {
        var held = new ByLocal();
        Holding.Set();
        new ManualResetEventSlim().Wait();
        GC.KeepAlive(held);
    }

    // A type that was loaded from bytes, with a static field that holds what it is told to.
    private static void Load(AssemblyLoadContext context, string kind, object held)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(LoadedAssembly), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(LoadedAssembly).DefineType($"{LoadedType}_{kind}", TypeAttributes.Public | TypeAttributes.Class);
        type.DefineField("Store", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        type.CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        image.Position = 0;
        var loaded = (context == AssemblyLoadContext.Default ? Assembly.Load(image.ToArray()) : context.LoadFromStream(image)).GetType($"{LoadedType}_{kind}", throwOnError: true)!;
        loaded.GetField("Store")!.SetValue(null, held);
        Contexts.Add(context);
        Instances.Add(Activator.CreateInstance(loaded)!);
    }

    private static class Generic<T>
    {
        public static readonly List<ByGeneric> Store = [];
    }

    private struct Paired
    {
        public int Number;
        public ByStructure First;
        public int Other;
        public ByStructure Last;
    }

    private struct Boxed
    {
        public long Number;
        public ByBox Held;
    }
}

public sealed class ByMap;

public sealed class ByStructure;

public sealed class ByGeneric;

public sealed class ByThread;

public sealed class ByBox;

public sealed class ByHandle;

public sealed class ByDependentHandle;

public sealed class ByLocal;

public sealed class ByLoadedCode;

public sealed class ByCollectibleCode;

public sealed class ByEvent
{
    public int Handled { get; private set; }

    public void Handle(object? sender, EventArgs e) => Handled++;
}

public sealed class Linked
{
    public Linked? Next { get; set; }
}

public sealed class Tree
{
    public List<Tree> Branches { get; } = [];

    public static Tree Of(int depth)
    {
        var tree = new Tree();
        for (var i = 0; i < 2 && depth > 0; i++)
            tree.Branches.Add(Of(depth - 1));
        return tree;
    }
}
