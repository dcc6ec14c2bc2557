/** Takes as long as the service that a real function would call here. */
export async function thinking(): Promise<void> {
  await new Promise((done) => setTimeout(done, 900));
}
