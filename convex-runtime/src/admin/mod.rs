//! A deployment as its administrator sees it, like the official command line: its tables, data,
//! environment variables, functions and logs, typed and without Node.
//!
//! ```no_run
//! use convex_runtime::{Client, admin::Order};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let system = Client::from_env()?.admin(std::env::var("CONVEX_DEPLOY_KEY")?).system();
//! for table in system.tables().await? {
//!     let mut documents = system.documents(&table, Order::Newest);
//!     while let Some(document) = documents.next().await {
//!         println!("{table}: {:?}", document?);
//!     }
//! }
//! system.set_environment_variable("GREETING", "hello").await?;
//! # Ok(())
//! # }
//! ```

mod documents;
mod environment;
mod function_spec;
mod logs;

pub use documents::{DocumentPage, Order};
pub use function_spec::FunctionSpec;
pub use logs::{LogEntry, LogPage, LogStream};

use crate::AdminClient;

/// A deployment as its administrator sees it, by [`AdminClient::system`].
///
/// Cheap to clone. With [`AdminClient::component`] tables and functions are those of the component.
#[derive(Debug, Clone)]
pub struct System {
    admin: AdminClient,
}

impl AdminClient {
    /// The deployment itself: tables, data, environment variables, functions and logs.
    #[must_use]
    pub fn system(&self) -> System {
        System {
            admin: self.clone(),
        }
    }
}
