// Stands in for an image model: an action would call one over the network here.

/** A landscape as SVG that depends on the prompt alone. */
export function picture(prompt: string): string {
  const hue = fingerprint(prompt) % 360;
  const peak = 60 + (fingerprint(`${prompt} peak`) % 120);
  const sun = 60 + (fingerprint(`${prompt} sun`) % 360);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 300">` +
    `<rect width="480" height="300" fill="hsl(${hue} 70% 82%)"/>` +
    `<circle cx="${sun}" cy="80" r="36" fill="hsl(${(hue + 40) % 360} 90% 62%)"/>` +
    `<path d="M0 300 L${peak + 40} 110 L${peak + 220} 300Z" fill="hsl(${(hue + 180) % 360} 35% 45%)"/>` +
    `<path d="M140 300 L${peak + 210} 150 L480 300Z" fill="hsl(${(hue + 200) % 360} 35% 32%)"/></svg>`
  );
}

/** A number that depends on the text alone. */
function fingerprint(text: string): number {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 16777619);
  }
  return hash >>> 0;
}
