using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

#pragma warning disable CA1822, CA2211, IDE0060, IDE0290 // they are as users may write them

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>Types whose constructor does no more than to store its arguments.</summary>
internal static class PlainShapes
{
    public sealed record Quote(string Symbol, int Bid, int Ask);

    public sealed record Pair<T>(T A, List<T>? B);

    public sealed record Many(int A, string B, long? C, object? D, JsonElement E, Quote F);

    public record Node(string? A, Node? B, Node[]? C);

    public sealed record Values(Guid A, DateTime B, Point C, (int, string) D);

    public sealed record Renamed([property: JsonPropertyName("b")] int A, [property: JsonPropertyName("a"), JsonPropertyOrder(-1)] string? B);

    public sealed record Converted(
        [property: JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] DayOfWeek A,
        [property: JsonConverter(typeof(NullAwareConverter))] string? B,
        [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] int C);

    public sealed record Defaults(int A = 5, string? B = "x", DayOfWeek C = DayOfWeek.Monday, decimal D = 1.5m, byte E = 7, char F = 'f', Guid G = default);

    public sealed record NullableDefaults(int? A = 5, bool? B = null, double? C = 2.5, DayOfWeek? D = DayOfWeek.Monday, decimal? E = 1.5m);

    public sealed record Required([property: JsonRequired] int A, [property: JsonRequired] string B, int C);

    public sealed record RequiredMember(int A)
    {
        public required int A { get; init; } = A;
    }

    public sealed record Computed(int A, int B)
    {
        public int C => A + B;

        [JsonIgnore]
        public int D { get => A; set => throw new InvalidOperationException(); }
    }

    public sealed record WithStatics(int A, int B)
    {
        public static readonly WithStatics Empty = new(1, 2);
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record Strict(int A, string B);

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public sealed record Lenient(int A, double? B);

    public sealed record NotFinalized(int A)
    {
        public int Total() => Finalize(A) + Finalize("") + Finalize<int>() + Finalize<int, long>();

        private int Finalize(int value) => value + A;

        private int Finalize(string value) => value.Length + A;

        private int Finalize<T>() => typeof(T).Name.Length + A;

        private int Finalize<T, TOther>() => typeof(T).Name.Length + typeof(TOther).Name.Length + A;
    }

    public sealed record Notified(int A) : IJsonOnDeserialized, IObserved
    {
        private int _seen;

        public int Seen() => _seen;

        public void OnDeserialized() => _seen = A + 1;
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    public interface IShape;

    public sealed record Circle(double A) : IShape;

    public sealed record Square(double A, IShape? B) : IShape;

    public sealed record Drawing(IShape? A, List<IShape>? B);

    public sealed class Mutable(int a, string? b)
    {
        public int A { get; set; } = a;

        public string? B { get; set; } = b;
    }

    public sealed class OwnFields(int a)
    {
        private int _a = a;

        public int A
        {
            get => _a * 2;
            init => _a = value;
        }
    }

    public sealed class Included(int a)
    {
        [JsonInclude]
        public int A { get; private set; } = a;
    }

    public sealed record Populated(Quote A, int B)
    {
        public List<int> C => [];
    }

    public sealed record Ignored(int A)
    {
        [JsonIgnore]
        public int B { get; set; }
    }

    public static readonly Type[] All =
    [
        typeof(Quote), typeof(Pair<int>), typeof(Pair<string>), typeof(Pair<Quote>), typeof(Many), typeof(Node), typeof(Values), typeof(Renamed),
        typeof(Converted), typeof(Defaults), typeof(NullableDefaults), typeof(Required), typeof(RequiredMember), typeof(Computed), typeof(WithStatics),
        typeof(Strict), typeof(Lenient), typeof(Notified), typeof(NotFinalized), typeof(Circle), typeof(Square), typeof(Drawing), typeof(Mutable), typeof(OwnFields),
        typeof(Included), typeof(Populated), typeof(Ignored),
    ];

    public record struct Point(int A, int B);
}

/// <summary>What a serializer does not see of an object.</summary>
internal interface IObserved
{
    int Seen();
}

/// <summary>Types that look alike, but where it makes a difference how they are made.</summary>
internal static class OtherShapes
{
    public sealed record Validated(int A)
    {
        public int A { get; init; } = A < 3 ? A : throw new ArgumentOutOfRangeException(nameof(A));
    }

    public sealed record ValidatingSetter(int A)
    {
        private readonly int _a = A;

        public int A
        {
            get => _a;
            init => _a = value < 3 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    public sealed record Derived(int A)
    {
        public int B { get; } = A * 2;
    }

    public sealed record Initialized(int A)
    {
        public int B { get; } = 3;
    }

    public sealed record Captured(int A, int B)
    {
        private int Kept() => _kept;

        private readonly int _kept = B;

        public int C => Kept();
    }

    public sealed class Swapped(int a, int b)
    {
        public int A { get; init; } = b;

        public int B { get; init; } = a;
    }

    public sealed class Unstored
    {
        public Unstored(int a, int b) => A = a + b;

        public int A { get; init; }

        public int B { get; init; }
    }

    public record Base(int A);

    public sealed record Inheriting(int A, int B) : Base(A);

    public sealed class WithBase(int a) : BaseWithState
    {
        public int A { get; set; } = a;
    }

    public class BaseWithState
    {
        public int B { get; set; } = 3;
    }

    public record struct ValueRecord(int A, string? B);

    public sealed class GetOnly(int a)
    {
        public int A { get; } = a;
    }

    public sealed record PrivateSetter(int A)
    {
        public int A { get; private set; } = A;
    }

    public sealed record Extra(int A)
    {
        public int B { get; private set; }

        public int C
        {
            get => 0;
            set => B = A + value;
        }
    }

    public sealed record PlainExtra(int A)
    {
        public string? B { get; init; }
    }

    public sealed record IgnoredParameter([property: JsonIgnore] int A, int B);

    public sealed record IgnoredWhenReading([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] int A, int B);

    public sealed record Notified(int A) : IJsonOnDeserializing
    {
        private int _seen;

        public int B => _seen;

        public void OnDeserializing() => _seen = A + 1;
    }

    public sealed record Extended(int A)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? B { get; set; }
    }

    public sealed record ExtendedInPlace(int A)
    {
        private Dictionary<string, JsonElement>? _b;

        [JsonExtensionData]
        public Dictionary<string, JsonElement> B => _b ??= [];
    }

    [JsonDerivedType(typeof(PolymorphicDerived), "derived")]
    public record Polymorphic(int A);

    public sealed record PolymorphicDerived(int A, int B) : Polymorphic(A);

    public sealed record Finalized(int A)
    {
        ~Finalized() => GC.KeepAlive(this);
    }

    public sealed record StaticConstructor(int A)
    {
        static StaticConstructor() => RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    public sealed class SeveralConstructors
    {
        public SeveralConstructors(int a)
            : this(a, 3)
        {
        }

        [JsonConstructor]
        private SeveralConstructors(int a, int b)
        {
            A = a;
            B = b;
        }

        public int A { get; init; }

        public int B { get; init; }
    }

    public abstract record Abstract(int A);

    [method: JsonConstructor]
    public abstract class AbstractAndEmpty();

    public sealed class Narrowed(long a)
    {
        public int A { get; set; } = (int)a;
    }

    public sealed record ByReference(in int A);

    public sealed class Unmatched(int other)
    {
        public int A { get; set; } = other;
    }

    public sealed class Ambiguous(int a)
    {
        public int A { get; set; } = a;

        [JsonPropertyName("b")]
        public int a { get; set; }
    }

    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public sealed record PopulatedType(List<int> A);

    public sealed record PopulatedProperty([property: JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] List<int> A);

    public sealed record Fields(int A)
    {
        public static void Set(Fields fields) => fields.B = 1;

        [JsonInclude]
        public int B;
    }

    public sealed class Parameterless
    {
        public int A { get; set; }
    }

    public sealed record NoParameters();

    public sealed class SetOnly(List<int> a) : IObserved
    {
        public List<int> A { private get; init; } = a;

        public int Seen() => A?.Count ?? -1;
    }

    public sealed record NotifiedOfRequired([property: JsonRequired] string A) : IJsonOnDeserialized
    {
        public void OnDeserialized() => ArgumentNullException.ThrowIfNull(A);
    }

    [StructLayout(LayoutKind.Explicit)]
    public sealed class Overlapping(int a, int b)
    {
        [field: FieldOffset(0)]
        public int A { get; init; } = a;

        [field: FieldOffset(0)]
        public int B { get; init; } = b;
    }

    public static readonly Type[] All =
    [
        typeof(Validated), typeof(ValidatingSetter), typeof(Derived), typeof(Initialized), typeof(Captured), typeof(Swapped), typeof(Unstored),
        typeof(Inheriting), typeof(WithBase), typeof(ValueRecord), typeof(GetOnly), typeof(PrivateSetter), typeof(Extra), typeof(PlainExtra),
        typeof(IgnoredParameter), typeof(IgnoredWhenReading), typeof(Notified), typeof(Extended), typeof(ExtendedInPlace), typeof(Polymorphic), typeof(PolymorphicDerived),
        typeof(Finalized), typeof(StaticConstructor), typeof(SeveralConstructors), typeof(Abstract), typeof(AbstractAndEmpty), typeof(Narrowed), typeof(ByReference), typeof(Unmatched),
        typeof(Ambiguous), typeof(PopulatedType), typeof(PopulatedProperty), typeof(Fields), typeof(Parameterless), typeof(NoParameters), typeof(SetOnly), typeof(NotifiedOfRequired),
        typeof(Overlapping),
    ];
}

internal sealed class NullAwareConverter : JsonConverter<string?>
{
    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => throw new NotSupportedException("a number"),
        _ => throw new FormatException("no string"),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
