using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>Issues certificates.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(2);

    public Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now - (2 * Validity), now + (2 * Validity));
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2 Issue(string host, DateTimeOffset? validUntil = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var end = validUntil ?? TimeProvider.System.GetUtcNow() + Validity;
        using var certificate = request.Create(Certificate, end - Validity, end, RandomNumberGenerator.GetBytes(8));
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }

    public void Dispose() => Certificate.Dispose();
}
