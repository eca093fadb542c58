using System.Text.Json;

namespace SocketIO.Namespaces.Hosting.Tests.Filters;

/// <summary>An example: refuses orders without an amount, those that arrive with an acknowledgement that says so.</summary>
internal sealed class ValidationFilter : IEventFilter
{
    public ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
    {
        if (context.EventName != "order" || IsValid(context.Arguments))
            return next(context);
        context.Acknowledgement = new { error = "An order has an amount above 0." };
        return default;
    }

    public ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
        => context.Arguments is [Order { Amount: <= 0 }, ..] ? throw new ArgumentException("An order has an amount above 0.") : next(context);

    private static bool IsValid(IList<JsonElement> arguments)
        => arguments.Count > 0 && arguments[0] is { ValueKind: JsonValueKind.Object } order && order.TryGetProperty("amount", out JsonElement amount) && amount.GetInt32() > 0;
}

internal sealed record Order(string Item, int Amount);
