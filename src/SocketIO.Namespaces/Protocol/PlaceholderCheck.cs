using System.Collections;
using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Checks that a binary packet has exactly one placeholder for each of its attachments.</summary>
/// <param name="attachments">How many attachments it announces.</param>
internal sealed class PlaceholderCheck(int attachments)
{
    private readonly BitArray _seen = new(attachments);
    private int _count;

    /// <summary>Reads one value to its end, wherever in it the placeholders stand.</summary>
    public void Scan(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        do
        {
            if (reader.TokenType == JsonTokenType.StartObject && Placeholder.TryRead(ref reader, out var number))
                Add(number);
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());
    }

    /// <exception cref="SocketIOProtocolException">An attachment has no placeholder.</exception>
    public void Complete()
    {
        if (_count != attachments)
            throw new SocketIOProtocolException($"A packet announces {attachments} attachments, but has {_count} placeholders.");
    }

    private void Add(int number)
    {
        if (number < 0 || number >= attachments)
            throw new SocketIOProtocolException($"A placeholder does not name one of the packet's {attachments} attachments.");
        if (_seen[number])
            throw new SocketIOProtocolException("Two placeholders name the same attachment.");

        _seen[number] = true;
        _count++;
    }
}
