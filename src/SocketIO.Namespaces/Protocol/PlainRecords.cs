using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>
/// To call a constructor with parameters, System.Text.Json collects the arguments in an object of about 100 bytes. A record whose constructor does nothing
/// but store its arguments comes out the same, for less, if it is made first and its properties are set afterwards. Any other type stays as it is.
/// </summary>
[RequiresUnreferencedCode("Reads the code of constructors.")]
[RequiresDynamicCode("Makes code that calls constructors.")]
internal static class PlainRecords
{
    /// <summary>The reflection-based resolver, but for plain records. One object, so that options that agree share their metadata.</summary>
    public static readonly IJsonTypeInfoResolver Resolver = RuntimeFeature.IsDynamicCodeCompiled
        ? JsonSerializerOptions.Default.TypeInfoResolver!.WithAddedModifier(MakeFirst)
        : JsonSerializerOptions.Default.TypeInfoResolver!;

    private static void MakeFirst(JsonTypeInfo type)
    {
        if (type is not { CreateObject: null, ConstructorAttributeProvider: ConstructorInfo constructor }
            || !IsPlain(type.Options) || !IsPlain(type) || !type.Properties.All(IsPlain))
            return;

        var properties = constructor.GetParameters().Select(parameter => PropertyOf(type, parameter)).ToArray();
        if (ConstructorCode.OnlyStores(constructor, properties.Select(property => (property?.AttributeProvider as PropertyInfo)?.SetMethod)))
        {
            var defaults = properties.Select(property => Default(property!.AssociatedParameter!));
            type.CreateObject = (Func<object>)Expression.Lambda(Expression.New(constructor, defaults)).Compile();
        }
    }

    /// <summary>Whether arguments are read and checked as properties are, and in the order of the JSON.</summary>
    private static bool IsPlain(JsonSerializerOptions options)
        => options is
        {
            AllowDuplicateProperties: true,
            RespectRequiredConstructorParameters: false,
            RespectNullableAnnotations: false,
            ReferenceHandler: null,
            PreferredObjectCreationHandling: JsonObjectCreationHandling.Replace,
#pragma warning disable SYSLIB0020 // obsolete, but honoured
            IgnoreNullValues: false,
#pragma warning restore SYSLIB0020
        };

    /// <summary>Whether no code of its own can tell when it was made, nor what was not set by then.</summary>
    private static bool IsPlain(JsonTypeInfo type)
        => type is { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null, OnDeserializing: null }
            && (type.OnDeserialized is null || !type.Properties.Any(property => property.IsRequired))       // told first, where an argument is missed first
            && type.PreferredPropertyObjectCreationHandling is null or JsonObjectCreationHandling.Replace
            && type.Type is { IsAbstract: false, IsExplicitLayout: false }
            && (type.Type.TypeInitializer is null || type.Type.Attributes.HasFlag(TypeAttributes.BeforeFieldInit))
            && type.Type.GetMethod("Finalize", 0, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly, null, [], null) is null;

    /// <summary>Whether it is a parameter's or never set: other properties are set after the constructor was called, whatever their place in the JSON.
    /// Where it can't be got, an argument is read though a property might not be.</summary>
    private static bool IsPlain(JsonPropertyInfo property)
        => property is { IsExtensionData: false, ObjectCreationHandling: null or JsonObjectCreationHandling.Replace }
            && property.AssociatedParameter is null == property.Set is null
            && (property.Get is not null || property.Set is null);

    /// <summary>The one property that has the parameter's name and type.</summary>
    private static JsonPropertyInfo? PropertyOf(JsonTypeInfo type, ParameterInfo parameter)
        => type.Properties.Where(property => property.AssociatedParameter?.Position == parameter.Position).ToArray() is [var only] ? only : null;

    // What the serializer takes for the default value: reflection gives a number for an enum that may be null.
    private static Expression Default(JsonParameterInfo parameter)
        => parameter is { HasDefaultValue: true, DefaultValue: { } value }
            ? Expression.Convert(Expression.Constant(value), parameter.ParameterType)
            : Expression.Default(parameter.ParameterType);
}
