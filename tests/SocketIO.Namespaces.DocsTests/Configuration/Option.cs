using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace SocketIO.Namespaces.DocsTests.Configuration;

/// <summary>An option of a client.</summary>
/// <param name="Key">Its configuration key below the client's section, which is also its name in code, with a colon for a point.</param>
/// <param name="Property">The property.</param>
/// <param name="Default">What it is if nobody sets it.</param>
internal sealed record Option(string Key, PropertyInfo Property, object? Default)
{
    /// <summary>Whether configuration can set it: what is read from text or as JSON, and collections of such things.</summary>
    public bool IsConfigurable { get; } =
        Property.PropertyType == typeof(object)
        || (Property.CanWrite && IsText(Property.PropertyType))
        || (Default is IEnumerable && Property.PropertyType.GetGenericArguments().All(IsText));

    /// <summary>All options, those of nested objects too, in the order of their declaration.</summary>
    public static IEnumerable<Option> All { get; } = [.. Of(new SocketIOClientOptions(), "")];

    private static bool IsText(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static IEnumerable<Option> Of(object options, string prefix)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties())
        {
            object? value = property.GetValue(options);
            if (!property.CanWrite && value is not null and not IEnumerable)
            {
                foreach (Option nested in Of(value, $"{prefix}{property.Name}:"))
                    yield return nested;
            }
            else
            {
                yield return new Option(prefix + property.Name, property, value);
            }
        }
    }
}
