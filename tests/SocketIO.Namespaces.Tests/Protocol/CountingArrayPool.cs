using System.Buffers;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>Counts what is rented, spoils what is returned, and refuses arrays that are not its own or came back before.</summary>
internal sealed class CountingArrayPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _rented = [];

    public int Outstanding => _rented.Count;

    public int Rents { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        var array = new byte[minimumLength];
        _rented.Add(array);
        Rents++;
        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        if (!_rented.Remove(array))
            throw new InvalidOperationException("Returned an array that is not rented.");
        Array.Fill(array, (byte)0xEE);
    }
}
