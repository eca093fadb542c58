using System.Text.Json.Serialization;

namespace NativeAot;

/// <summary>What System.Text.Json has to know of the program's own types at compile time.</summary>
[JsonSerializable(typeof(ChatMessage))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class ChatJson : JsonSerializerContext;

internal sealed record ChatMessage(string From, string Text);

internal sealed class Clock
{
    public TimeProvider Time => TimeProvider.System;
}
