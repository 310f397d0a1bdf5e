//! Certificates of a private authority, good ones and bad ones.

use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

/// What the server shows of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// For 127.0.0.1 and localhost, valid now.
    Good,
    /// Expired long ago.
    Expired,
    /// Valid only in centuries.
    NotYetValid,
    /// For another host.
    OtherName,
    /// Right in all but that nobody vouches for it.
    SelfSigned,
}

/// A server's side of TLS, and the authority to trust for it (DER).
pub(super) fn make(certificate: Certificate) -> io::Result<(TlsAcceptor, Vec<u8>)> {
    let authority_key = KeyPair::generate().map_err(io::Error::other)?;
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // Each authority has a name of its own, as strangers do.
    let name = format!("Stand-in {:x}", super::digest(authority_key.public_key_raw()));
    authority.distinguished_name.push(DnType::CommonName, name);
    let root = authority.self_signed(&authority_key).map_err(io::Error::other)?;
    let issuer = Issuer::new(authority, authority_key);

    let names = match certificate {
        Certificate::OtherName => vec!["other.example".to_owned()],
        Certificate::Good
        | Certificate::Expired
        | Certificate::NotYetValid
        | Certificate::SelfSigned => vec!["127.0.0.1".to_owned(), "localhost".to_owned()],
    };
    let mut leaf = CertificateParams::new(names).map_err(io::Error::other)?;
    match certificate {
        Certificate::Expired => leaf.not_after = date_time_ymd(2001, 1, 1),
        Certificate::NotYetValid => leaf.not_before = date_time_ymd(2900, 1, 1),
        Certificate::SelfSigned => leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained),
        Certificate::Good | Certificate::OtherName => {}
    }
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let leaf = match certificate {
        Certificate::SelfSigned => leaf.self_signed(&key),
        Certificate::Good
        | Certificate::Expired
        | Certificate::NotYetValid
        | Certificate::OtherName => leaf.signed_by(&key, &issuer),
    }
    .map_err(io::Error::other)?;

    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )
        .map_err(io::Error::other)?;
    Ok((TlsAcceptor::from(Arc::new(config)), root.der().to_vec()))
}
