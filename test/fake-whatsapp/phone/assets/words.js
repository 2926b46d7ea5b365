import { language, t, translatePage } from '../../../fake-graph/phone/assets/i18n.js'

/** The texts of this page that the shared catalogue lacks; Spanish is the reference. */
const CATALOGUES = {
  es: {
    title: 'Teléfonos de WhatsApp',
    intro: 'Cada número es un teléfono: de un negocio o de un cliente. Lo que escribas sale de él.',
    whose: 'Teléfono de',
    chats: 'Chats',
    newPhone: 'Otro teléfono',
    devices: 'Dispositivos vinculados',
    noDevices: 'Ningún dispositivo usa este número.',
    linkedOn: 'Vinculado {when}',
    unlink: 'Desvincular',
    unlinkDevice: 'Desvincular {name}',
    link: 'Vincular un dispositivo',
    qr: 'Contenido del código QR',
    qrHint: 'El enlace que empieza por https://wa.me/settings/linked_devices',
    orCode: 'O el código de 8 letras',
    awaitsCode: 'Un dispositivo espera que escribas su código aquí.',
    linked: 'Dispositivo vinculado.',
    unknownQr: 'Este QR ya no sirve. Copia el que se muestra ahora.',
    foreignQr: 'Este QR no es del dispositivo que lo muestra.',
    notAsked: 'Ningún dispositivo pidió un código para este número.',
    wrongCode: 'El código no es correcto. Pide otro en el dispositivo.',
    noAnswer: 'El dispositivo no responde. Inténtalo otra vez.',
    linkEmpty: 'Pega el contenido del QR o escribe el código.',
    choose: 'Elige un chat',
    chooseHint: 'Verás la conversación como la ve quien tiene este teléfono.',
    empty: 'Aún no hay mensajes',
    emptyHint: 'Escribe el primero.',
    deleted: 'Se eliminó este mensaje',
    edited: 'Editado',
    back: 'Volver a los chats',
  },
  en: {
    title: 'WhatsApp phones',
    intro: "Each number is a phone: a business's or a customer's. What you write is sent from it.",
    whose: 'Phone of',
    chats: 'Chats',
    newPhone: 'Another phone',
    devices: 'Linked devices',
    noDevices: 'No device uses this number.',
    linkedOn: 'Linked {when}',
    unlink: 'Unlink',
    unlinkDevice: 'Unlink {name}',
    link: 'Link a device',
    qr: 'Content of the QR code',
    qrHint: 'The link that starts with https://wa.me/settings/linked_devices',
    orCode: 'Or the 8-letter code',
    awaitsCode: 'A device waits for you to type its code here.',
    linked: 'Device linked.',
    unknownQr: 'This QR is no longer valid. Copy the one on screen now.',
    foreignQr: 'This QR does not belong to the device that shows it.',
    notAsked: 'No device asked for a code for this number.',
    wrongCode: 'The code is wrong. Ask for another one on the device.',
    noAnswer: 'The device does not answer. Try again.',
    linkEmpty: 'Paste the content of the QR or type the code.',
    choose: 'Choose a chat',
    chooseHint: 'You will see the conversation as the owner of this phone does.',
    empty: 'No messages yet',
    emptyHint: 'Write the first one.',
    deleted: 'This message was deleted',
    edited: 'Edited',
    back: 'Back to the chats',
  },
  pt: {
    title: 'Telefones de WhatsApp',
    intro: 'Cada número é um telefone: de uma empresa ou de um cliente. O que você escrever sai dele.',
    whose: 'Telefone de',
    chats: 'Conversas',
    newPhone: 'Outro telefone',
    devices: 'Aparelhos conectados',
    noDevices: 'Nenhum aparelho usa este número.',
    linkedOn: 'Conectado {when}',
    unlink: 'Desconectar',
    unlinkDevice: 'Desconectar {name}',
    link: 'Conectar um aparelho',
    qr: 'Conteúdo do código QR',
    qrHint: 'O link que começa com https://wa.me/settings/linked_devices',
    orCode: 'Ou o código de 8 letras',
    awaitsCode: 'Um aparelho espera que você digite o código dele aqui.',
    linked: 'Aparelho conectado.',
    unknownQr: 'Este QR não vale mais. Copie o que aparece agora.',
    foreignQr: 'Este QR não é do aparelho que o mostra.',
    notAsked: 'Nenhum aparelho pediu um código para este número.',
    wrongCode: 'O código está errado. Peça outro no aparelho.',
    noAnswer: 'O aparelho não responde. Tente de novo.',
    linkEmpty: 'Cole o conteúdo do QR ou digite o código.',
    choose: 'Escolha uma conversa',
    chooseHint: 'Você verá a conversa como quem tem este telefone a vê.',
    empty: 'Ainda não há mensagens',
    emptyHint: 'Escreva a primeira.',
    deleted: 'Esta mensagem foi apagada',
    edited: 'Editada',
    back: 'Voltar às conversas',
  },
}

/** The text of a key of this page, with `{name}` placeholders filled. */
export function w(key, values = {}) {
  return CATALOGUES[language][key].replaceAll(/\{(\w+)\}/g, (_whole, name) => String(values[name]))
}

/** Fills the static page: `data-t…` from the shared catalogue, `data-w…` from this one. */
export function fillPage() {
  translatePage()
  document.title = `${w('title')} · CRM PRO`
  for (const node of document.querySelectorAll('[data-w]')) node.textContent = w(node.dataset.w)
  for (const node of document.querySelectorAll('[data-w-label]'))
    node.setAttribute('aria-label', w(node.dataset.wLabel))
}

/** The word of a form's error: `name` and `phone` are in the shared catalogue. */
export function errorText(field) {
  return t(`${field}Error`)
}
