using System.Reflection;
using Skyline.DataMiner.Scripting;
using SLScripting.Protocols;

namespace SLScripting.QActions;

/// <summary>The method that a trigger runs. A static one is shared by all elements; of a class with an instance method each element has its own.</summary>
internal sealed class QActionEntry
{
    private readonly MethodInfo _method;
    private readonly Action<SLProtocolExt>? _static;

    private QActionEntry(MethodInfo method)
    {
        _method = method;
        _static = method.IsStatic ? method.CreateDelegate<Action<SLProtocolExt>>() : null;
    }

    /// <summary>The type to make an instance of for each element; <see langword="null"/> for a static method.</summary>
    public Type? InstanceType => _static is null ? _method.DeclaringType : null;

    /// <summary>Finds the entry method for one trigger of a QAction.</summary>
    /// <exception cref="QActionCompilationException">There is no such public method.</exception>
    public static QActionEntry Find(ProtocolDefinition protocol, QActionDefinition qaction, Assembly assembly, int trigger)
    {
        var index = Math.Max(0, qaction.Triggers.ToList().IndexOf(trigger));
        var entryPoint = qaction.EntryPoints[Math.Min(index, qaction.EntryPoints.Count - 1)];
        var dot = entryPoint.LastIndexOf('.');
        var (typeName, methodName) = dot < 0 ? ("QAction", entryPoint) : (entryPoint[..dot], entryPoint[(dot + 1)..]);

        const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        var type = assembly.GetType(typeName);
        var method = type?.GetMethod(methodName, Public, [typeof(SLProtocol)]) ?? type?.GetMethod(methodName, Public, [typeof(SLProtocolExt)]);
        return method is null
            ? throw new QActionCompilationException($"{protocol.Path}({qaction.Line}): QAction {qaction.Id} of {protocol} has no public method {typeName}.{methodName}(SLProtocol)")
            : new QActionEntry(method);
    }

    /// <summary>Binds the method to one element.</summary>
    /// <param name="instance">Of <see cref="InstanceType"/>.</param>
    public Action<SLProtocolExt> Bind(object? instance) => _static ?? _method.CreateDelegate<Action<SLProtocolExt>>(instance);
}
