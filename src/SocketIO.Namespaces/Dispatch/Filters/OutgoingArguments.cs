using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.Filters;

/// <summary>What one emit sends, for filters to change. The items of a tuple keep their declared types, by which they are written.</summary>
internal sealed class OutgoingArguments : Collection<object?>
{
    private readonly List<Type?> _declaredTypes = [];

    public OutgoingArguments(in Emission emission)
    {
        if (emission.Data is ITuple tuple && TupleShape.Of(tuple.GetType()) is { } shape)
        {
            for (var i = 0; i < shape.ItemTypes.Count; i++)
            {
                Add(tuple[i]);
                _declaredTypes[i] = shape.ItemTypes[i];
            }
        }
        else if (emission.HasData)
        {
            Add(emission.Data);
        }

        IsChanged = false;
    }

    public bool IsChanged { get; private set; }

    public EmissionArgument[] ToArguments() => [.. Items.Select((value, i) => new EmissionArgument(value, _declaredTypes[i]))];

    protected override void InsertItem(int index, object? item)
    {
        base.InsertItem(index, item);
        _declaredTypes.Insert(index, null);
        IsChanged = true;
    }

    protected override void SetItem(int index, object? item)
    {
        base.SetItem(index, item);
        _declaredTypes[index] = null;
        IsChanged = true;
    }

    protected override void RemoveItem(int index)
    {
        base.RemoveItem(index);
        _declaredTypes.RemoveAt(index);
        IsChanged = true;
    }

    protected override void ClearItems()
    {
        base.ClearItems();
        _declaredTypes.Clear();
        IsChanged = true;
    }
}
