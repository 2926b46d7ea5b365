import type { Contact } from './schemas/contact.ts'
import type { Message } from './schemas/message.ts'

/** Values for the document; a test holds each against the schema of its route. */
const ids = {
  channel: 'chn_01k9r2c6p8e7wbn3v4x5y6z7a8',
  contact: 'con_01k9r2d1q3f4g5h6j7k8m9n0p1',
  conversation: 'cnv_01k9r2d1q5r6s7t8v9w0x1y2z3',
  thread: 'thr_01k9r2d1q4a5b6c7d8e9f0g1h2',
  message: 'msg_01k9r2d1q6j7k8m9n0p1q2r3s4',
  sent: 'msg_01k9r2fz0t1v2w3x4y5z6a7b8c',
  attachment: 'att_01k9r2fyv9d0e1f2g3h4j5k6m7',
  user: 'usr_01k9qz00n1p2q3r4s5t6v7w8x9',
}

const moment = '2026-11-20T17:04:05.000Z'

export const pageOf = <T>(item: T) => ({ data: [item], nextCursor: null })

export const channel = {
  id: ids.channel,
  kind: 'whatsapp_cloud',
  name: 'WhatsApp Ventas',
  status: 'connected',
  address: '+52 33 0000 0100',
  externalAccountId: '106540352242922',
  health: { verifiedName: 'Nogal & Lino', quality: 'GREEN' },
  defaultPipelineId: null,
  createdAt: '2026-11-20T16:00:00.000Z',
}

export const channelDetail = {
  ...channel,
  webhookUrl: `https://crm.example.com/webhooks/meta/${ids.channel}`,
  verifyToken: 'n8XKcP0c3m1vJwq5bT2d7yZs',
  hasOwnApp: true,
  lastInboundAt: moment,
}

export const connectChannel = {
  kind: 'whatsapp_cloud',
  name: 'WhatsApp Ventas',
  credentials: {
    phoneNumberId: '106540352242922',
    wabaId: '102290129340398',
    accessToken: 'EAAGm0PX4ZCpsBAexampleToken',
    appSecret: '0123456789abcdef0123456789abcdef',
  },
}

export const contact = {
  id: ids.contact as Contact['id'],
  name: 'Regina Solórzano',
  phone: '+523300000112',
  email: null,
  avatarId: null,
  avatarUrl: null,
  username: null,
  identities: [
    {
      id: 'idn_01k9r2d1q3g4h5j6k7m8n9p0q1' as Contact['identities'][number]['id'],
      kind: 'wa_bsuid',
      scope: '506914307656634',
      value: 'MX.13491208655302741918',
      label: null,
      isPrimary: false,
      source: 'channel',
    },
    {
      id: 'idn_01k9r2d1q3g4h5j6k7m8n9p0q2' as Contact['identities'][number]['id'],
      kind: 'phone',
      scope: '',
      value: '523300000112',
      label: 'work',
      isPrimary: true,
      source: 'channel',
    },
  ],
  ownerId: ids.user as Contact['ownerId'],
  lifecycle: 'lead',
  language: 'es',
  timeZone: 'America/Mexico_City',
  source: null,
  labels: [],
  companies: [],
  custom: { madera_preferida: 'nogal' },
  mergedIntoId: null,
  version: 1,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
} satisfies Contact

export const conversation = {
  id: ids.conversation,
  number: 1042,
  version: 4,
  threadId: ids.thread,
  contactId: ids.contact,
  channelId: ids.channel,
  status: 'open',
  assigneeId: ids.user,
  unreadCount: 1,
  lastMessageAt: moment,
  waitingSince: moment,
  replyWindowExpiresAt: '2026-11-21T17:04:05.000Z',
  createdAt: moment,
}

export const updateConversation = { version: 4, status: 'resolved' }

const message = {
  id: ids.message as Message['id'],
  conversationId: ids.conversation as Message['conversationId'],
  quotedExternalId: null,
  reactions: [],
  attachments: [],
  payload: null,
  error: null,
  sentAt: moment,
  deliveredAt: null,
  readAt: null,
  editedAt: null,
  deletedAt: null,
}

export const receivedMessage = {
  ...message,
  direction: 'inbound',
  origin: 'contact',
  type: 'text',
  text: '¿Hacen mesas de 2.20?',
  status: null,
  externalId: 'wamid.HBgMNTIzMzAwMDAwMTEyFQIAEhgUM0E5QjFDMkQzRTRGNUE2Qjc4OTA=',
} satisfies Message

export const sendMessage = { text: 'Sí, a medida. ¿Para cuándo la necesita?' }
export const sendMessageTo = { channelId: ids.channel, to: '+523300000112', ...sendMessage }

export const sentMessage = {
  ...message,
  id: ids.sent as Message['id'],
  direction: 'outbound',
  origin: 'api',
  type: 'text',
  text: sendMessage.text,
  status: 'queued',
  externalId: null,
} satisfies Message

export const attachment = {
  id: ids.attachment,
  type: 'image',
  mime: 'image/jpeg',
  size: 48_211,
  fileName: 'mesa-nogal.jpg',
  state: 'uploaded',
  url: 'https://crm.example.com/media/signed/…',
}

export const event = {
  seq: 318,
  type: 'message.status_changed',
  at: moment,
  data: {
    messageId: ids.sent,
    conversationId: ids.conversation,
    threadId: ids.thread,
    status: 'delivered',
    error: null,
    at: moment,
  },
}

export const receipt = {
  id: 7,
  channelId: ids.channel,
  state: 'failed',
  error: { message: 'the message has no id', at: moment },
  attempts: 1,
  receivedAt: moment,
  bodyPreview: '{"field":"messages","value":{…}}',
}

export const createTask = {
  title: 'Llamar a Regina',
  type: 'call',
  dueLocal: '2026-11-23T10:00',
  timeZone: 'America/Mexico_City',
  remindMinutes: 10,
  record: { entity: 'contact', recordId: ids.contact },
}

export const task = {
  ...createTask,
  id: 'tsk_01k9r2g4c1d2e3f4g5h6j7k8m9',
  description: null,
  priority: 'normal',
  assigneeId: ids.user,
  createdBy: null,
  recordName: 'Regina Solórzano',
  dueAt: '2026-11-23T16:00:00.000Z',
  rrule: null,
  doneAt: null,
  doneBy: null,
  version: 1,
  createdAt: moment,
}
