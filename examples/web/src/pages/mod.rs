//! A page per scenario.

mod account;
mod checkout;
mod email;
mod file;
mod home;
mod image;
mod purchase;
mod report;
mod summarize;
mod tasks;

pub(crate) use account::Account;
pub(crate) use checkout::Checkout;
pub(crate) use email::Email;
pub(crate) use file::File;
pub(crate) use home::Home;
pub(crate) use image::Image;
pub(crate) use purchase::Purchase;
pub(crate) use report::Report;
pub(crate) use summarize::Summarize;
pub(crate) use tasks::Tasks;
