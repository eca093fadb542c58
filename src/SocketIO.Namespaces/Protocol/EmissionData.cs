using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Writes the data of an emission or acknowledgement as elements of the payload array.</summary>
internal static class EmissionData
{
    private const string AwaitFirst = "A task is not data: await it first, and pass its result.";

    /// <summary>Writes a tuple's items, or anything else as one element, by its run-time type.</summary>
    public static void Write(Utf8JsonWriter writer, object? data, JsonSerializerOptions options)
    {
        if (data is ITuple tuple && TupleShape.Of(data.GetType()) is { } shape)
        {
            WriteItems(writer, tuple, shape, options);
            return;
        }

        ThrowIfNotData(data);
        if (data is null)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, data, options.GetTypeInfo(data.GetType()));
    }

    /// <summary>Writes each as one element.</summary>
    public static void WriteEach(Utf8JsonWriter writer, IReadOnlyList<EmissionArgument> arguments, JsonSerializerOptions options)
    {
        foreach (var (value, declaredType) in arguments)
        {
            ThrowIfNotData(value);
            JsonSerializer.Serialize(writer, value, options.GetTypeInfo(declaredType ?? value?.GetType() ?? typeof(object)));
        }
    }

    private static void WriteItems(Utf8JsonWriter writer, ITuple tuple, TupleShape shape, JsonSerializerOptions options)
    {
        for (var i = 0; i < shape.ItemTypes.Count; i++)
        {
            var item = tuple[i];
            ThrowIfNotData(item);
            JsonSerializer.Serialize(writer, item, options.GetTypeInfo(shape.ItemTypes[i]));
        }
    }

    /// <summary>Whether a value of this type could not but be refused.</summary>
    public static bool IsRefused(Type type)
        => typeof(Task).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) || type == typeof(CancellationToken) || IsValueTask(type);

    /// <summary>Refuses what compiles as data, but was meant otherwise.</summary>
    private static void ThrowIfNotData(object? data)
    {
        var mend = data switch
        {
            Delegate => "A delegate is not data: pass it as the callback parameter, after the data, to be called with the acknowledgement.",
            CancellationToken => "A CancellationToken is not data: pass it by name, as 'cancellationToken:'.",
            Task => AwaitFirst,
            not null when IsValueTask(data.GetType()) => AwaitFirst,
            _ => null,
        };
        if (mend is not null)
            throw new ArgumentException(mend, nameof(data));
    }

    private static bool IsValueTask(Type type)
        => type == typeof(ValueTask) || (type is { IsGenericType: true, IsValueType: true } && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
}
