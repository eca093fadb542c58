using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using CsCheck;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>A plain record is made without an object for its arguments, and nobody can tell the difference.</summary>
[Category("F6")]
[Category("M21")]
public sealed partial class PlainRecordsTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, JsonSerializerOptions> Variants = new()
    {
        ["web"] = Web,
        ["general"] = new(),
        ["no duplicates"] = new(Web) { AllowDuplicateProperties = false },
        ["no duplicates, exact names"] = new(Web) { AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false },
        ["no unmapped members"] = new(Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow },
        ["strict"] = new(JsonSerializerDefaults.Strict),
        ["nullable annotations"] = new(Web) { RespectNullableAnnotations = true },
        ["required parameters"] = new(Web) { RespectRequiredConstructorParameters = true },
        ["references"] = new(Web) { ReferenceHandler = ReferenceHandler.Preserve },
        ["no cycles"] = new(Web) { ReferenceHandler = ReferenceHandler.IgnoreCycles },
        ["populate"] = new(Web) { PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate },
        ["late metadata"] = new(Web) { AllowOutOfOrderMetadataProperties = true },
        ["fields"] = new(Web) { IncludeFields = true, IgnoreReadOnlyProperties = true },
        ["without defaults"] = new(Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault },
        ["shallow"] = new(Web) { MaxDepth = 3 },
        ["strict numbers"] = new(Web) { NumberHandling = JsonNumberHandling.Strict },
#pragma warning disable SYSLIB0020 // obsolete, but honoured
        ["no nulls"] = new(Web) { IgnoreNullValues = true },
#pragma warning restore SYSLIB0020
    };

    private static readonly string[] LeftAlone =
    [
        "no duplicates", "no duplicates, exact names", "strict", "nullable annotations", "required parameters", "references", "no cycles", "populate", "no nulls",
    ];

    private static readonly (string Name, JsonSerializerOptions With, JsonSerializerOptions Without)[] Pairs =
        [.. Variants.Select(variant => (variant.Key, SerializerOptions.Create(variant.Value, 64), Unmodified(variant.Value)))];

    private static readonly Gen<string> Value = Gen.Frequency(
        (8, Gen.OneOf("null", "1", "5", "\"x\"", "\"2\"", "1.5", "\"Monday\"", "true", "[]", "{}", "[1,2]", "[null]")),
        (2, Gen.OneOf("\"0d6f2a6e-6a4f-4a0f-9d7c-0d3b6b9f2b51\"", "\"2026-01-02T03:04:05Z\"", "[[[[1]]]]", "{\"a\":{\"a\":{\"a\":1}}}", "{\"symbol\":\"s\",\"bid\":1}")),
        (2, Gen.OneOf("{\"$type\":\"circle\",\"a\":1}", "{\"a\":1,\"$type\":\"circle\"}", "{\"$id\":\"1\",\"a\":null}", "{\"$ref\":\"1\"}")));

    private static readonly Gen<string> Name = Gen.Frequency(
        (12, Gen.OneOf("a", "b", "c", "d", "e")),
        (3, Gen.OneOf("A", "B", "symbol", "bid", "ask", "f", "g")),
        (1, Gen.OneOf("unknown", "$type", "$id", "\\u0061")));

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => Gen.Frequency(
        (1, Value),
        (6, Gen.Select(Name, depth < 3 ? Gen.Frequency((4, Value), (1, inner)) : Value, (name, value) => $"\"{name}\":{value}")
            .Array[0, 6].Select(members => $"{{{string.Join(',', members)}}}"))));

    [TestCaseSource(typeof(PlainShapes), nameof(PlainShapes.All))]
    public void A_plain_type_is_made_first(Type type) => Assert.That(IsMadeFirst(type, Web), Is.True);

    [TestCaseSource(typeof(OtherShapes), nameof(OtherShapes.All))]
    public void Any_other_type_stays_as_it_is(Type type) => Assert.That(IsMadeFirst(type, Web), Is.EqualTo(HasFactory(type, Unmodified(Web))));

    [Test]
    public void Options_that_treat_parameters_and_properties_differently_leave_all_types_as_they_are()
    {
        var alone = Variants.Where(variant => !IsMadeFirst(typeof(PlainShapes.Quote), variant.Value)).Select(variant => variant.Key);
        Assert.That(alone, Is.EquivalentTo(LeftAlone));
    }

    [Test]
    public void Whatever_the_type_the_options_and_the_JSON_the_outcome_is_the_same()
        => Gen.Select(Gen.OneOf([.. PlainShapes.All, .. OtherShapes.All]), Gen.OneOf(Pairs), Json).Sample((type, options, json) =>
        {
            var expected = Outcome(type, json, options.Without);
            var actual = Outcome(type, json, options.With);
            Assert.That(actual, Is.EqualTo(expected), $"{type.Name}, {options.Name}: {json}");
        }, iter: 30_000);

    [Test]
    public void Options_that_agree_share_their_metadata()
    {
        var used = new JsonSerializerOptions(Web);
        JsonSerializer.Serialize(1, used);
        var first = SerializerOptions.Create(new JsonSerializerOptions(Web), 64);
        Assert.Multiple(() =>
        {
            Assert.That(SerializerOptions.Create(new JsonSerializerOptions(Web), 64).GetTypeInfo(typeof(PlainShapes.Quote)).Properties[0],
                Is.SameAs(first.GetTypeInfo(typeof(PlainShapes.Quote)).Properties[0]));
            Assert.That(SerializerOptions.Create(used, 64).TypeInfoResolver, Is.SameAs(first.TypeInfoResolver));
        });
    }

    [Test]
    public void A_resolver_of_the_users_own_is_left_alone()
    {
        var options = SerializerOptions.Create(new JsonSerializerOptions(Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }, 64);
        Assert.That(options.GetTypeInfo(typeof(PlainShapes.Quote)).CreateObject is null, Is.True);
    }

    private static bool IsMadeFirst(Type type, JsonSerializerOptions userOptions) => HasFactory(type, SerializerOptions.Create(userOptions, 64));

    private static bool HasFactory(Type type, JsonSerializerOptions options)
    {
        try
        {
            return options.GetTypeInfo(type).CreateObject is not null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    private static JsonSerializerOptions Unmodified(JsonSerializerOptions userOptions)
        => new(SerializerOptions.Create(userOptions, 64)) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>What may differ: the type that a message names is the property's, where a constructor's argument gives the record's.</summary>
    [GeneratedRegex(@"(?<=could not be converted to |is located on type )\S+(?=\. Path: )")]
    private static partial Regex UnconvertibleTo();

    private static string Outcome(Type type, string json, JsonSerializerOptions options)
    {
        try
        {
            var value = JsonSerializer.Deserialize(json, type, options);
            return $"{value?.GetType()} {value} {JsonSerializer.Serialize(value, type, options)} {(value as IObserved)?.Seen()}";
        }
        catch (Exception exception)
        {
            return $"{exception.GetType()} {UnconvertibleTo().Replace(exception.Message, "")} {exception.InnerException?.GetType()} {exception.InnerException?.Message}";
        }
    }
}
