//! The deployment's URL, where there is no environment: in a browser.

use crate::Error;

pub(super) fn url() -> Result<String, Error> {
    Err(Error::configuration(
        "no deployment: in a browser, `Client::new` or `ClientBuilder::url` has to name it",
    ))
}
