using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>Ids that nobody can guess, as the protocol demands of both kinds of session.</summary>
internal static class SessionId
{
    private const int Entropy = 15;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Entropy));
}
