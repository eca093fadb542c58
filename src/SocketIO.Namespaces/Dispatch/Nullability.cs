using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Tells which parameters may be null, as the compiler sees it. Code without nullable annotations may always, and trimmed code has none.</summary>
internal static class Nullability
{
    private static readonly bool AreAnnotationsKept
        = !AppContext.TryGetSwitch("System.Reflection.NullabilityInfoContext.IsSupported", out var isSupported) || isSupported;

    public static bool AllowsNull(HandlerParameter parameter)
        => AllowsNull(parameter.Type, () => new NullabilityInfoContext().Create(parameter.Info));

    /// <summary>Whether the items of a <c>params</c> array may be null.</summary>
    public static bool ItemsAllowNull(HandlerParameter parameter)
        => AllowsNull(parameter.ArgumentType!, () => new NullabilityInfoContext().Create(parameter.Info).ElementType);

    private static bool AllowsNull(Type type, Func<NullabilityInfo?> annotation)
        => type.IsValueType ? Nullable.GetUnderlyingType(type) is not null : !AreAnnotationsKept || annotation()?.WriteState is not NullabilityState.NotNull;
}
