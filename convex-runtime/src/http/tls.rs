//! TLS: rustls with ring and the certificates that the platform trusts.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::Error;

/// The provider is given per client: a process-wide one belongs to the application.
pub(super) fn config(scheme: &str) -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::configuration(format!("TLS: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let config = match scheme {
        // Certificates are not needed, and a machine without any can still talk to a local deployment.
        "http" => builder.with_root_certificates(RootCertStore::empty()),
        _ => builder.with_platform_verifier().map_err(failed)?,
    };
    Ok(config.with_no_client_auth())
}
