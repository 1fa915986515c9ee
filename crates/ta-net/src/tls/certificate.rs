//! Certificates and keys from files, checked before anybody relies on them.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};
use x509_parser::time::ASN1Time;

use super::error::{Material, TlsError};

/// Where a certificate lies, and for whom it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// PEM: the server's certificate, then those that link it to an authority.
    pub chain: PathBuf,
    /// PEM: its private key (PKCS #8, PKCS #1 or SEC 1), not encrypted.
    pub key: PathBuf,
    /// Host names it is used for, also as `*.example.com`, which is one label;
    /// none for those in the certificate itself (subjectAltName).
    pub names: Vec<String>,
}

impl CertificateFiles {
    /// A certificate for the hosts it names itself.
    pub fn new(chain: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self {
            chain: chain.into(),
            key: key.into(),
            names: Vec::new(),
        }
    }

    /// Reads both files. Returns what signs handshakes, and the names it is
    /// for, in lower case.
    pub(super) fn load(
        &self,
        provider: &CryptoProvider,
        now: SystemTime,
    ) -> Result<(CertifiedKey, Vec<String>), TlsError> {
        let chain = certificates(Material::Certificate, &self.chain)?;
        let own_names = examine(&chain[0], &self.chain, now)?;
        let key = read(Material::PrivateKey, &self.key)?;
        let key = PrivateKeyDer::from_pem_slice(&key)
            .map_err(|_| TlsError::not_pem(Material::PrivateKey, &self.key))?;
        let key = provider
            .key_provider
            .load_private_key(key)
            .map_err(|source| TlsError::UnsupportedKey {
                path: self.key.clone(),
                source,
            })?;
        let certified = CertifiedKey::new(chain, key);
        certified.keys_match().map_err(|_| TlsError::Mismatch {
            certificate: self.chain.clone(),
            key: self.key.clone(),
        })?;
        let names = if self.names.is_empty() {
            own_names
        } else {
            self.names.clone()
        };
        let names = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        Ok((certified, names))
    }
}

/// The authorities in a PEM file.
pub(super) fn authorities(path: &Path) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(Material::ClientAuthorities, path)? {
        roots
            .add(certificate)
            .map_err(|error| TlsError::Malformed {
                material: Material::ClientAuthorities,
                path: path.into(),
                reason: error.to_string(),
            })?;
    }
    Ok(roots)
}

/// The certificates in a PEM file: one at least.
fn certificates(material: Material, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let pem = read(material, path)?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsError::not_pem(material, path))?;
    if chain.is_empty() {
        return Err(TlsError::not_pem(material, path));
    }
    Ok(chain)
}

fn read(material: Material, path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read {
        material,
        path: path.into(),
        source,
    })
}

/// Checks when a certificate is valid. Returns the host names in it.
fn examine(
    der: &CertificateDer<'_>,
    path: &Path,
    now: SystemTime,
) -> Result<Vec<String>, TlsError> {
    let malformed = |reason: String| TlsError::Malformed {
        material: Material::Certificate,
        path: path.into(),
        reason,
    };
    let (_, certificate) =
        X509Certificate::from_der(der).map_err(|error| malformed(error.to_string()))?;
    let seconds = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let now = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| ASN1Time::from_timestamp(seconds).ok())
        .ok_or_else(|| malformed("the system's clock is out of range".into()))?;
    let validity = certificate.validity();
    if now > validity.not_after {
        return Err(TlsError::Expired {
            path: path.into(),
            until: validity.not_after.to_string(),
        });
    }
    if now < validity.not_before {
        return Err(TlsError::NotYetValid {
            path: path.into(),
            from: validity.not_before.to_string(),
        });
    }
    let names = certificate
        .subject_alternative_name()
        .map_err(|error| malformed(error.to_string()))?;
    let names = names.map_or(&[][..], |names| &names.value.general_names);
    Ok(names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            _ => None,
        })
        .collect())
}
