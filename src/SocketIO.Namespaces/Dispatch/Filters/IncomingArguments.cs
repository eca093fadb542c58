using System.Collections;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.Filters;

/// <summary>The arguments of one event, for filters to read and change. Each is read when first asked for; those that nobody touches stay bytes.</summary>
internal sealed class IncomingArguments : IList<JsonElement>
{
    private readonly List<Argument> _arguments = [];
    private readonly PacketSerializer _serializer;
    private readonly IncomingPacket _packet;

    public IncomingArguments(IncomingPacket packet, PacketSerializer serializer)
    {
        _packet = packet;
        _serializer = serializer;
        for (var element = 1; element < packet.ElementCount; element++)
            _arguments.Add(new Argument(element, default));
    }

    public int Count => _arguments.Count;

    public bool IsReadOnly => false;

    public JsonElement this[int index]
    {
        get
        {
            var argument = _arguments[index];
            if (argument.Value.ValueKind is not JsonValueKind.Undefined)
                return argument.Value;
            var value = _serializer.Read<JsonElement>(_packet, argument.Element);
            _arguments[index] = argument with { Value = value };
            return value;
        }
        set => _arguments[index] = Given(value);
    }

    public void Add(JsonElement item) => _arguments.Add(Given(item));

    public void Insert(int index, JsonElement item) => _arguments.Insert(index, Given(item));

    public void RemoveAt(int index) => _arguments.RemoveAt(index);

    public void Clear() => _arguments.Clear();

    public bool Contains(JsonElement item) => IndexOf(item) >= 0;

    public int IndexOf(JsonElement item)
    {
        for (var i = 0; i < Count; i++)
        {
            if (JsonElement.DeepEquals(this[i], item))
                return i;
        }

        return -1;
    }

    public bool Remove(JsonElement item)
    {
        var index = IndexOf(item);
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }

    public void CopyTo(JsonElement[] array, int arrayIndex)
    {
        foreach (var value in this)
            array[arrayIndex++] = value;
    }

    public IEnumerator<JsonElement> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The event with these arguments: the packet itself where they are the first of its own, shortened if need be; else a new one, the caller's to dispose.</summary>
    public IncomingPacket ToPacket()
    {
        for (var i = 0; i < Count; i++)
        {
            if (_arguments[i].Element != i + 1)
                return _packet.WithElements([_packet.Element(0).ToArray(), .. _arguments.Select(Write)]);
        }

        while (_packet.ElementCount > Count + 1)
            _packet.DropLastElement();
        return _packet;
    }

    private byte[] Write(Argument argument)
        => argument.Element == 0 ? JsonSerializer.SerializeToUtf8Bytes(argument.Value, _serializer.Options.GetTypeInfo(typeof(JsonElement))) : _packet.Element(argument.Element).ToArray();

    private static Argument Given(JsonElement value) => value.ValueKind is JsonValueKind.Undefined
        ? throw new ArgumentException("An argument must be a JSON value: make one with JsonSerializer.SerializeToElement.", nameof(value))
        : new Argument(Element: 0, value);

    /// <param name="Element">The packet's element that it is; 0 for one that a filter has put here.</param>
    /// <param name="Value">Its value; undefined while nobody has asked for it.</param>
    private readonly record struct Argument(int Element, JsonElement Value);
}
