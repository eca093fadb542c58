using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Reads the instructions that constructors and setters consist of.</summary>
internal static class ConstructorCode
{
    private const byte Nop = 0x00, LoadThis = 0x02, LoadFirst = 0x03, Load = 0x0E, Call = 0x28, Return = 0x2A, Store = 0x7D;

    /// <summary>Whether all that the constructor does is to store each argument where the setter of the same position stores its value.</summary>
    [RequiresUnreferencedCode("Finds a method by its token.")]
    public static bool OnlyStores(ConstructorInfo constructor, IEnumerable<MethodInfo?> setters)
    {
        var stores = new List<byte>();
        var fields = new HashSet<int>();
        foreach (var setter in setters)
        {
            // The same token stands for the same field, as both are of one type.
            if (CodeOf(setter) is not [LoadThis, LoadFirst, Store, _, _, _, _, Return] code || !fields.Add(TokenOf(code.AsSpan(2))))
                return false;
            stores.AddRange([LoadThis, .. LoadArgument(fields.Count), .. code.AsSpan(2, 5)]);
        }

        var all = CodeOf(constructor).AsSpan();
        if (!all.StartsWith(stores.ToArray()))
            return false;
        var rest = all[stores.Count..];
        return rest is [LoadThis, Call, _, _, _, _, Return] or [LoadThis, Call, _, _, _, _, Nop, Return]
            && constructor.Module.ResolveMethod(TokenOf(rest[1..]), constructor.DeclaringType!.GetGenericArguments(), null)?.DeclaringType == typeof(object);
    }

    [RequiresUnreferencedCode("Code may have been trimmed.")]
    private static byte[]? CodeOf(MethodBase? method) => method?.GetMethodBody()?.GetILAsByteArray();

    private static int TokenOf(ReadOnlySpan<byte> instruction) => BinaryPrimitives.ReadInt32LittleEndian(instruction[1..]);

    private static byte[] LoadArgument(int position) => position <= 3 ? [(byte)(LoadFirst + position - 1)] : [Load, (byte)position];
}
