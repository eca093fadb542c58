using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Tells, before any event arrives, which types an argument can never be read into. Says nothing where it is not sure.</summary>
internal static class ReadableTypes
{
    /// <summary>Why nothing can be read into the type; null where something may.</summary>
    public static string? WhyNot(Type type, JsonSerializerOptions options)
    {
        JsonTypeInfo info;
        try
        {
            info = options.GetTypeInfo(type);
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            return $"cannot be read from JSON: {exception.Message}";
        }

        if (IsMade(info))
            return null;
        var what = type.IsInterface ? "an interface" : type.IsAbstract ? "an abstract class" : "a class without a constructor that JSON can call";
        return $"is {what}, and not a registered service: register it, or take a type that can be read from JSON.";
    }

    private static bool IsMade(JsonTypeInfo info)
    {
        if (info.Kind is not JsonTypeInfoKind.Object || info.CreateObject is not null || info.PolymorphismOptions is not null)
            return true;
        if (info.Type.IsInterface || info.Type.IsAbstract)
            return false;

        // Only the reflection-based resolver tells which constructor it chose. It calls one only if each of its parameters has a property to match.
        if (info.OriginatingResolver is not DefaultJsonTypeInfoResolver)
            return true;
        return info.ConstructorAttributeProvider is ConstructorInfo constructor
            && constructor.GetParameters().Length == info.Properties.Count(property => property.AssociatedParameter is not null);
    }
}
