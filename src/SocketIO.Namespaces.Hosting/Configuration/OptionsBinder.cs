using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Sets options from configuration with the conversions of <see cref="ConfigurationBinder"/>, but property by property, so that every
/// unreadable value and unknown key is found and not only the first. Lists are replaced, not appended to; a property of type <see cref="object"/> is read as
/// JSON.</summary>
[RequiresDynamicCode(OptionsBinder.Unsafe)]
[RequiresUnreferencedCode(OptionsBinder.Unsafe)]
internal static class OptionsBinder
{
    /// <summary>Why configuration does not go with trimming, and what does.</summary>
    public const string Unsafe = "Options are set from configuration by reflection. Set them in code instead: AddSocketIOClient(options => ...).";

    /// <summary>Binds a section to an options object.</summary>
    /// <param name="section">Where the values are; what it does not mention stays as it is.</param>
    /// <param name="options">The options object.</param>
    /// <param name="faults">Takes what could not be read: by option (such as <c>Reconnection:Delay</c>), the reason. Unknown keys count.</param>
    public static void Bind(IConfiguration section, object options, IDictionary<string, string> faults) => BindAll(section, options, "", faults);

    private static void BindAll(IConfiguration section, object options, string prefix, IDictionary<string, string> faults)
    {
        PropertyInfo[] properties = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (PropertyInfo property in properties)
        {
            IConfigurationSection value = section.GetSection(property.Name);
            if (value.Exists())
                BindOne(value, options, property, prefix + property.Name, faults);
        }

        string[] names = Array.ConvertAll(properties, property => property.Name);
        foreach ((string key, string fault) in prefix.Length == 0 ? UnknownKeys.FindForClient(section, names) : UnknownKeys.Find(section, names))
            faults[prefix + key] = fault;
    }

    private static void BindOne(IConfigurationSection value, object options, PropertyInfo property, string option, IDictionary<string, string> faults)
    {
        try
        {
            if (property.PropertyType == typeof(object))
                property.SetValue(options, JsonSection.Read(value));
            else if (property.CanWrite && IsReadable(property.PropertyType))
                property.SetValue(options, value.Get(property.PropertyType));
            else if (property.CanWrite || !property.PropertyType.GetGenericArguments().All(IsReadable))
                faults[option] = "can be set in code only";
            else if (property.GetValue(options) is IEnumerable collection)
                Fill(collection, value);
            else
                BindAll(value, property.GetValue(options)!, option + ConfigurationPath.KeyDelimiter, faults);
        }
        catch (InvalidOperationException exception)
        {
            faults[option] = $"cannot be read: {(exception.InnerException ?? exception).Message}";
        }
    }

    private static bool IsReadable(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static void Fill(IEnumerable collection, IConfigurationSection value)
    {
        (collection as IList)?.Clear();

        // Without this the binder passes over items that it cannot convert.
        value.Bind(collection, binder => binder.ErrorOnUnknownConfiguration = true);
    }
}
