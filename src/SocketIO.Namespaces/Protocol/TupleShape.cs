using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Protocol;

/// <summary>The items of a <see cref="Tuple"/> or <see cref="ValueTuple"/> type; past the seventh, those of its nested rest too.</summary>
internal sealed class TupleShape
{
    private const int ItemsBeforeRest = 7;

    private static readonly ConcurrentDictionary<Type, TupleShape?> Shapes = new();

    private readonly ConstructorInvoker? _constructor;
    private readonly TupleShape? _rest;

    private TupleShape(Type type)
    {
        var arguments = type.GetGenericArguments();
        _constructor = arguments.Length == 0 ? null : ConstructorInvoker.Create(type.GetConstructor(arguments)!);
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
        if (_constructor is null)
            return default(ValueTuple);
        if (_rest is null)
            return _constructor.Invoke(items.ToArray());
        return _constructor.Invoke([.. items[..ItemsBeforeRest], _rest.Create(items[ItemsBeforeRest..])]);
    }

    private static bool IsTuple(Type type)
        => type == typeof(ValueTuple)
            || (type.IsGenericType && type.Assembly == typeof(ValueTuple).Assembly
                && type.FullName is { } name && (name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || name.StartsWith("System.Tuple`", StringComparison.Ordinal)));
}
