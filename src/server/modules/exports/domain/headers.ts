/** What the columns of a file are called, by the locale of the workspace. */
const HEADERS: Readonly<Record<string, readonly [es: string, en: string, pt: string]>> = {
  id: ['Id', 'Id', 'Id'],
  name: ['Nombre', 'Name', 'Nome'],
  phone: ['Teléfono', 'Phone', 'Telefone'],
  email: ['Correo', 'E-mail', 'E-mail'],
  owner: ['Responsable', 'Owner', 'Responsável'],
  lifecycle: ['Ciclo de vida', 'Lifecycle', 'Ciclo de vida'],
  language: ['Idioma', 'Language', 'Idioma'],
  source: ['Origen', 'Source', 'Origem'],
  labels: ['Etiquetas', 'Labels', 'Etiquetas'],
  companies: ['Empresa', 'Company', 'Empresa'],
  domain: ['Dominio', 'Domain', 'Domínio'],
  contacts: ['Contactos', 'Contacts', 'Contatos'],
  lastMessageAt: ['Último mensaje', 'Last message', 'Última mensagem'],
  openDeals: ['Negocios abiertos', 'Open deals', 'Negócios abertos'],
  number: ['Número', 'Number', 'Número'],
  title: ['Título', 'Title', 'Título'],
  status: ['Estado', 'Status', 'Estado'],
  pipeline: ['Embudo', 'Pipeline', 'Funil'],
  stage: ['Etapa', 'Stage', 'Etapa'],
  amount: ['Importe', 'Amount', 'Valor'],
  currency: ['Moneda', 'Currency', 'Moeda'],
  contact: ['Contacto', 'Contact', 'Contato'],
  company: ['Empresa', 'Company', 'Empresa'],
  expectedCloseOn: ['Cierre previsto', 'Expected close', 'Fechamento previsto'],
  closedAt: ['Cerrado', 'Closed', 'Fechado'],
  createdAt: ['Creado', 'Created', 'Criado'],
  updatedAt: ['Actualizado', 'Updated', 'Atualizado'],
}

export function headerOf(key: string, locale: string): string {
  const texts = HEADERS[key]
  if (!texts) return key
  const [es, en, pt] = texts
  if (locale === 'en') return en
  return locale === 'pt-BR' ? pt : es
}
