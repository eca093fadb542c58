using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Protocol;

/// <summary>The items of a <see cref="Tuple"/> or <see cref="ValueTuple"/> type; past the seventh, those of its nested rest too.</summary>
internal sealed class TupleShape
{
    private const int ItemsBeforeRest = 7;

    private static readonly ConcurrentDictionary<Type, TupleShape?> Shapes = new();

    private readonly Type _type;
    private readonly TupleShape? _rest;
    private ConstructorInvoker? _constructor;

    private TupleShape(Type type)
    {
        var arguments = type.GetGenericArguments();
        _type = type;
        _rest = arguments.Length > ItemsBeforeRest ? Of(arguments[ItemsBeforeRest]) : null;
        ItemTypes = _rest is null ? arguments : [.. arguments[..ItemsBeforeRest], .. _rest.ItemTypes];
    }

    public IReadOnlyList<Type> ItemTypes { get; }

    /// <summary>The shape of a tuple type; null for any other type.</summary>
    public static TupleShape? Of(Type type)
        => typeof(ITuple).IsAssignableFrom(type) ? Shapes.GetOrAdd(type, static type => IsTuple(type) ? new TupleShape(type) : null) : null;

    /// <summary>Makes a tuple of these items, in order.</summary>
    public object Create(ReadOnlySpan<object?> items)
    {
        if (ItemTypes.Count == 0)
            return default(ValueTuple);
        _constructor ??= FindConstructor(_type);
        if (_rest is null)
            return _constructor.Invoke(items.ToArray());
        return _constructor.Invoke([.. items[..ItemsBeforeRest], _rest.Create(items[ItemsBeforeRest..])]);
    }

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,,,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ValueTuple<,,,,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,,,,,,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Tuple<,,,,,,,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The dependencies keep the constructors.")]
    private static ConstructorInvoker FindConstructor(Type type) => ConstructorInvoker.Create(type.GetConstructor(type.GetGenericArguments())!);

    private static bool IsTuple(Type type)
        => type == typeof(ValueTuple)
            || (type.IsGenericType && type.Assembly == typeof(ValueTuple).Assembly
                && type.FullName is { } name && (name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || name.StartsWith("System.Tuple`", StringComparison.Ordinal)));
}
