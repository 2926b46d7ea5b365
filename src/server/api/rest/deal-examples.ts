/** Values for the document; a test holds each against the schema of its route. */
const ids = {
  pipeline: 'pip_01k9r2c6p8e7wbn3v4x5y6z7a8',
  stage: 'stg_01k9r2c6p8e7wbn3v4x5y6z7a9',
  lostReason: 'lrs_01k9r2c6p8e7wbn3v4x5y6z7b0',
  deal: 'dea_01k9r2d1q3f4g5h6j7k8m9n0p1',
  contact: 'con_01k9r2d1q3f4g5h6j7k8m9n0p1',
  user: 'usr_01k9qz00n1p2q3r4s5t6v7w8x9',
}

const moment = '2026-11-20T17:04:05.000Z'

export const pipeline = {
  id: ids.pipeline,
  name: 'Ventas',
  currency: 'MXN',
  position: 0,
  version: 1,
  archivedAt: null,
  stages: [
    {
      id: ids.stage,
      pipelineId: ids.pipeline,
      name: 'Cotizado',
      position: 2,
      probability: 50,
      rotDays: 10,
      requiredFields: ['amount'],
    },
  ],
}

export const pipelineList = {
  data: [pipeline],
  lostReasons: [{ id: ids.lostReason, label: 'Precio', position: 0 }],
}

export const createPipeline = {
  name: 'Proyectos',
  currency: 'MXN',
  stages: [{ name: 'Visita', probability: 20, rotDays: null }],
}

export const updatePipeline = { version: 1, name: 'Ventas' }

export const deal = {
  id: ids.deal,
  number: 46,
  version: 3,
  pipelineId: ids.pipeline,
  stageId: ids.stage,
  status: 'open',
  title: 'Mesa Jacinta 2.20',
  amount: 2_840_000,
  currency: 'MXN',
  contactId: ids.contact,
  contacts: [{ contactId: ids.contact, name: 'Regina Solórzano', role: null, isPrimary: true }],
  companyId: null,
  ownerId: ids.user,
  expectedCloseOn: '2026-12-04',
  source: 'WhatsApp',
  custom: {},
  lostReasonId: null,
  lostNote: null,
  stageSince: moment,
  nextTaskAt: null,
  closedAt: null,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
}

export const createDeal = { title: 'Mesa Jacinta 2.20', amount: 2_840_000, contactId: ids.contact }
export const updateDeal = { version: 3, status: 'lost', lostReasonId: ids.lostReason, lostNote: 'Muy caro' }
export const lostDeal = {
  ...deal,
  version: 4,
  status: 'lost',
  lostReasonId: ids.lostReason,
  lostNote: 'Muy caro',
  closedAt: moment,
}
export const deletedDeal = { id: ids.deal, deleted: true }
