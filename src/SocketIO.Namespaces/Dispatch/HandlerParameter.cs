using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>One parameter of a handler and where its value comes from.</summary>
/// <param name="Handler">The handler's display name.</param>
/// <param name="Info">What was declared: name, attributes, default, nullability.</param>
/// <param name="Type">The type to provide.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Position">Its place among the arguments, from 0; meaningless for other sources.</param>
internal sealed record HandlerParameter(string Handler, ParameterInfo Info, Type Type, ParameterSource Source, int Position)
{
    public string Name => NameOf(Info);

    /// <summary>The type that arguments are read into; null where there are none to read.</summary>
    public Type? ArgumentType => Source switch
    {
        ParameterSource.Argument => Type,
        ParameterSource.RemainingArguments => Type.GetElementType(),
        _ => null,
    };

    /// <summary>The default that it declares, as its type has it: reflection gives that of an enum that may be null as a plain number.</summary>
    public object? Default
    {
        get
        {
            var type = Nullable.GetUnderlyingType(Type) ?? Type;
            var value = Info.DefaultValue;
            if (value is null || type.IsInstanceOfType(value))
                return value;
            return type.IsEnum ? Enum.ToObject(type, value) : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The key of a keyed service.</summary>
    public object? Key => Info.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;

    /// <summary>Such as <c>ChatNamespace.OnJoin, parameter 'room' (string)</c>.</summary>
    public override string ToString() => $"{Handler}, parameter '{Name}' ({TypeName.Of(Type)})";

    public static string NameOf(ParameterInfo info) => info.Name ?? $"#{info.Position + 1}";
}
