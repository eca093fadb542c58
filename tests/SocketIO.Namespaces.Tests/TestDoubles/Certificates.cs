using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketIO.Namespaces.Tests.TestDoubles;

internal static class Certificates
{
    /// <summary>A certificate that nobody has reason to trust.</summary>
    public static X509Certificate2 CreateSelfSigned(string host = "localhost")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
