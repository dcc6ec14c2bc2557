//! Scratch.
fn main() {
    let mut args = std::env::args().skip(1);
    let (dir, out) = (args.next().unwrap(), args.next().unwrap());
    if let Err(e) = convex_codegen::Config::new(dir).out_dir(out).generate() {
        eprintln!("{e}");
        std::process::exit(1)
    }
}
