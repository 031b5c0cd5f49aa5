// A form is sent once: who taps twice gets one operation and one page.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
});
// A page that comes back from the browser's memory may be sent again: its operation id makes that harmless.
addEventListener('pageshow', () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});
// The desk: a receipt goes to the printer, and a camera types what it reads where the browser can read codes.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
const camera = document.querySelector('[data-camera]');
if (camera && 'BarcodeDetector' in window && navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener('click', async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null);
    if (!stream) return;
    camera.hidden = true;
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true, playsInline: true });
    camera.form.append(video);
    await video.play();
    const reader = new BarcodeDetector({ formats: ['qr_code'] });
    const look = async () => {
      const [code] = await reader.detect(video).catch(() => []);
      if (!code) return requestAnimationFrame(look);
      stream.getTracks().forEach(track => track.stop());
      document.getElementById(camera.dataset.camera).value = code.rawValue;
      camera.form.requestSubmit();
    };
    look();
  });
}
