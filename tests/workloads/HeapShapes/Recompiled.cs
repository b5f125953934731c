using System.Reflection;
using System.Reflection.Emit;

namespace HeapShapes;

/// <summary>One assembly, loaded from bytes twice, as a recompiled QAction is: two types of one name.</summary>
public static class Recompiled
{
    public const string AssemblyName = "Example Protocol.1.0.0.1.QAction.1";
    public const string TypeName = "Skyline.Protocol.Cache";
    public const int ObjectsEach = 100;

    public static List<object> LoadTwice()
    {
        var image = Compile();
        var objects = new List<object>();
        for (var load = 0; load < 2; load++)
        {
            var type = Assembly.Load(image).GetType(TypeName, throwOnError: true)!;
            for (var i = 0; i < ObjectsEach; i++)
                objects.Add(Activator.CreateInstance(type)!);
        }

        return objects;
    }

    private static byte[] Compile()
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(AssemblyName), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(AssemblyName).DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Class);
        type.DefineField("key", typeof(long), FieldAttributes.Public);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        type.CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        return image.ToArray();
    }
}
