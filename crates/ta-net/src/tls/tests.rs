//! Certificates made on the spot, and handshakes in memory.

use std::io;
use std::path::{Path, PathBuf};

use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519, date_time_ymd};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, HandshakeKind, ServerConnection,
    SignatureScheme,
};

use super::*;

/// A directory of one test, with what it puts there.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ta-net-tls-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    /// A self-signed certificate for `names`, as `<name>.pem` and `<name>.key`.
    fn certificate(&self, name: &str, names: &[&str]) -> CertificateFiles {
        self.certificate_with(name, names, |_| {})
    }

    fn certificate_with(
        &self,
        name: &str,
        names: &[&str],
        change: impl FnOnce(&mut CertificateParams),
    ) -> CertificateFiles {
        let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        change(&mut params);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        CertificateFiles::new(
            self.write(&format!("{name}.pem"), certificate.pem()),
            self.write(&format!("{name}.key"), key.serialize_pem()),
        )
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn load(certificates: Vec<CertificateFiles>) -> Result<Tls, TlsError> {
    Tls::load(TlsOptions {
        certificates,
        ..TlsOptions::default()
    })
}

fn refusal(files: CertificateFiles) -> TlsError {
    load(vec![files]).expect_err("it must be refused")
}

/// Trusts every server: these tests look at which certificate came.
#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

fn client(alpn: &[&str], version: &'static rustls::SupportedProtocolVersion) -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody))
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

/// Lets both sides talk until neither has anything to say.
fn shake(
    tls: &Tls,
    protocols: Protocols,
    client: &Arc<ClientConfig>,
    name: &str,
) -> Result<(ClientConnection, ServerConnection), rustls::Error> {
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::clone(client), name).unwrap();
    let mut server = ServerConnection::new(tls.config(protocols)).unwrap();
    for _ in 0..10 {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        let mut rest = &wire[..];
        while !rest.is_empty() {
            server.read_tls(&mut rest).unwrap();
            server.process_new_packets()?;
        }
        let mut wire = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        let mut rest = &wire[..];
        while !rest.is_empty() {
            client.read_tls(&mut rest).unwrap();
            client.process_new_packets()?;
        }
    }
    assert!(!client.is_handshaking() && !server.is_handshaking());
    Ok((client, server))
}

fn der(files: &CertificateFiles) -> CertificateDer<'static> {
    use rustls::pki_types::pem::PemObject;
    CertificateDer::from_pem_file(&files.chain).unwrap()
}

/// The certificate a client that asks for `name` gets to see.
fn seen(tls: &Tls, name: &str) -> CertificateDer<'static> {
    let config = Arc::new(client(&[], &TLS13));
    let (client, _) = shake(tls, Protocols::Both, &config, name).unwrap();
    client.peer_certificates().unwrap()[0].clone().into_owned()
}

#[test]
fn what_is_missing_or_no_pem_is_told_by_name() {
    let directory = Directory::new("missing");
    let good = directory.certificate("good", &["a.test"]);
    assert!(matches!(load(Vec::new()), Err(TlsError::NoCertificate)));

    let nowhere = directory.path("nowhere.pem");
    let error = refusal(CertificateFiles::new(&nowhere, &good.key));
    assert!(matches!(&error, TlsError::Read { source, .. }
        if source.kind() == io::ErrorKind::NotFound));
    assert!(error.to_string().starts_with("TLS certificate "), "{error}");
    assert!(error.to_string().contains("nowhere.pem"), "{error}");

    let error = refusal(CertificateFiles::new(&good.chain, &nowhere));
    assert!(error.to_string().starts_with("TLS private key "), "{error}");

    let text = directory.write("text.pem", "no PEM at all\n");
    let error = refusal(CertificateFiles::new(&text, &good.key));
    assert!(matches!(
        error,
        TlsError::NotPem {
            material: Material::Certificate,
            ..
        }
    ));
    // A mix-up of the two arguments.
    let error = refusal(CertificateFiles::new(&good.key, &good.chain));
    assert!(matches!(error, TlsError::NotPem { .. }), "{error}");
    let error = refusal(CertificateFiles::new(&good.chain, &good.chain));
    assert!(matches!(
        error,
        TlsError::NotPem {
            material: Material::PrivateKey,
            ..
        }
    ));

    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let broken = directory.write("broken.pem", broken);
    let error = refusal(CertificateFiles::new(&broken, &good.key));
    assert!(matches!(error, TlsError::Malformed { .. }), "{error}");
}

#[test]
fn certificates_out_of_their_time_and_foreign_keys_are_refused() {
    let directory = Directory::new("unfit");
    let good = directory.certificate("good", &["a.test"]);
    let other = directory.certificate("other", &["a.test"]);
    let error = refusal(CertificateFiles::new(&good.chain, &other.key));
    assert!(matches!(error, TlsError::Mismatch { .. }), "{error}");

    let old = directory.certificate_with("old", &["a.test"], |params| {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 2, 3);
    });
    let error = refusal(old);
    assert!(matches!(error, TlsError::Expired { .. }), "{error}");
    assert!(error.to_string().contains("2002"), "{error}");

    let early = directory.certificate_with("early", &["a.test"], |params| {
        params.not_before = date_time_ymd(4001, 1, 1);
        params.not_after = date_time_ymd(4002, 1, 1);
    });
    let error = refusal(early);
    assert!(matches!(error, TlsError::NotYetValid { .. }), "{error}");
}

#[test]
fn the_name_a_client_asks_for_chooses_the_certificate() {
    let directory = Directory::new("names");
    let first = directory.certificate("first", &["first.test"]);
    let second = directory.certificate("second", &["second.test", "*.second.test"]);
    let mut third = directory.certificate("third", &["in-the-file.test"]);
    third.names = vec!["Given.Test".into()];
    let tls = load(vec![first.clone(), second.clone(), third.clone()]).unwrap();
    for (name, files) in [
        ("first.test", &first),
        ("second.test", &second),
        ("www.second.test", &second),
        ("WWW.Second.Test", &second),
        ("a.www.second.test", &first),
        ("given.test", &third),
        ("in-the-file.test", &first),
        ("unknown.test", &first),
        ("127.0.0.1", &first),
    ] {
        assert_eq!(seen(&tls, name), der(files), "{name}");
    }
}

#[test]
fn of_several_keys_for_a_name_the_client_gets_one_it_understands() {
    let directory = Directory::new("kinds");
    let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let params = CertificateParams::new(vec!["a.test".into()]).unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    let edwards = CertificateFiles::new(
        directory.write("ed.pem", pem),
        directory.write("ed.key", key.serialize_pem()),
    );
    let ecdsa = directory.certificate("ec", &["a.test"]);
    let tls = load(vec![edwards.clone(), ecdsa.clone()]).unwrap();
    assert_eq!(seen(&tls, "a.test"), der(&edwards));

    #[derive(Debug)]
    struct OnlyEcdsa;
    impl ServerCertVerifier for OnlyEcdsa {
        fn verify_server_cert(
            &self,
            end: &CertificateDer<'_>,
            rest: &[CertificateDer<'_>],
            name: &ServerName<'_>,
            ocsp: &[u8],
            now: UnixTime,
        ) -> Result<ServerCertVerified, rustls::Error> {
            Anybody.verify_server_cert(end, rest, name, ocsp, now)
        }
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            Anybody.verify_tls12_signature(message, cert, signed)
        }
        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            Anybody.verify_tls13_signature(message, cert, signed)
        }
        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            vec![SignatureScheme::ECDSA_NISTP256_SHA256]
        }
    }
    let mut config = client(&[], &TLS13);
    config
        .dangerous()
        .set_certificate_verifier(Arc::new(OnlyEcdsa));
    let (client, _) = shake(&tls, Protocols::Both, &Arc::new(config), "a.test").unwrap();
    assert_eq!(client.peer_certificates().unwrap()[0], der(&ecdsa));
}

#[test]
fn the_protocol_is_what_both_sides_speak_in_our_order() {
    let directory = Directory::new("alpn");
    let tls = load(vec![directory.certificate("a", &["a.test"])]).unwrap();
    let agreed = |protocols, offered: &[&str]| {
        let config = Arc::new(client(offered, &TLS13));
        let (_, server) = shake(&tls, protocols, &config, "a.test")?;
        Ok::<_, rustls::Error>(server.alpn_protocol().map(<[u8]>::to_vec))
    };
    let both = ["http/1.1", "h2"];
    assert_eq!(agreed(Protocols::Both, &both), Ok(Some(b"h2".to_vec())));
    assert_eq!(
        agreed(Protocols::Http1, &both),
        Ok(Some(b"http/1.1".to_vec()))
    );
    assert_eq!(agreed(Protocols::Http2, &both), Ok(Some(b"h2".to_vec())));
    assert_eq!(agreed(Protocols::Both, &[]), Ok(None));
    assert_eq!(
        agreed(Protocols::Http2, &["http/1.1"]),
        Err(rustls::Error::NoApplicationProtocol)
    );
}

#[test]
fn sessions_are_resumed_in_another_worker_and_after_a_reload() {
    let directory = Directory::new("resume");
    let files = directory.certificate("a", &["a.test"]);
    let tls = load(vec![files.clone()]).unwrap();
    for version in [&TLS13, &TLS12] {
        let config = Arc::new(client(&["h2"], version));
        let (client, server) = shake(&tls, Protocols::Both, &config, "a.test").unwrap();
        assert_eq!(server.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(
            client.protocol_version(),
            Some(version.version),
            "{version:?}"
        );
        // Nothing but tickets is there to remember a session by.
        tls.reload().unwrap();
        let (_, server) = shake(&tls, Protocols::Both, &config, "a.test").unwrap();
        assert_eq!(
            server.handshake_kind(),
            Some(HandshakeKind::Resumed),
            "{version:?}"
        );
    }
}

#[test]
fn a_reload_brings_new_certificates_or_keeps_the_old_ones() {
    let directory = Directory::new("reload");
    let files = directory.certificate("a", &["a.test"]);
    let tls = load(vec![files.clone()]).unwrap();
    let before = der(&files);
    assert_eq!(seen(&tls, "a.test"), before);

    let replaced = directory.certificate("a", &["a.test"]);
    assert_eq!(seen(&tls, "a.test"), before, "not before it is asked for");
    tls.reload().unwrap();
    assert_eq!(seen(&tls, "a.test"), der(&replaced));
    assert_ne!(der(&replaced), before);

    std::fs::write(&files.key, "half written").unwrap();
    assert!(matches!(tls.reload(), Err(TlsError::NotPem { .. })));
    assert_eq!(seen(&tls, "a.test"), der(&replaced));
}

#[test]
fn clients_show_certificates_of_the_authority_where_they_are_asked() {
    use rustls::pki_types::PrivateKeyDer;
    use rustls::pki_types::pem::PemObject;

    let directory = Directory::new("clients");
    let server = directory.certificate("server", &["a.test"]);
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let path = directory.write("ca.pem", pem);
    let issuer = rcgen::Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["client.test".into()]).unwrap();
    let known = params.signed_by(&key, &issuer).unwrap().der().clone();
    let showing = |certificate: CertificateDer<'static>, key: &KeyPair| {
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&TLS13])
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody))
            .with_client_auth_cert(vec![certificate], key)
            .unwrap();
        Arc::new(config)
    };
    let known = showing(known, &key);
    let stranger = directory.certificate("stranger", &["stranger.test"]);
    let stranger_key = KeyPair::from_pem(&std::fs::read_to_string(&stranger.key).unwrap()).unwrap();
    let stranger = showing(der(&stranger), &stranger_key);
    let nobody = Arc::new(client(&[], &TLS13));
    let asking = |clients| {
        Tls::load(TlsOptions {
            certificates: vec![server.clone()],
            clients,
        })
    };
    let required = asking(ClientCertificates::Required(path.clone())).unwrap();
    let optional = asking(ClientCertificates::Optional(path)).unwrap();
    let lets_in = |tls: &Tls, client: &Arc<ClientConfig>| {
        shake(tls, Protocols::Http1, client, "a.test")
            .map(|(_, server)| server.peer_certificates().is_some())
    };
    assert_eq!(lets_in(&required, &known), Ok(true));
    assert!(lets_in(&required, &nobody).is_err());
    assert!(lets_in(&required, &stranger).is_err());
    assert_eq!(lets_in(&optional, &known), Ok(true));
    assert_eq!(lets_in(&optional, &nobody), Ok(false));
    assert!(lets_in(&optional, &stranger).is_err());
    let missing = asking(ClientCertificates::Required(Path::new("/nowhere").into()));
    assert!(matches!(
        missing,
        Err(TlsError::Read {
            material: Material::ClientAuthorities,
            ..
        })
    ));
}
