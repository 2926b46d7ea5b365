import type { Locale } from '../../../../shared/countries.ts'
import { hasHour, wallOf } from '../../../../shared/local-time.ts'

export interface ReminderFacts {
  title: string
  dueLocal: string | null
  /** Of what the task is about; null for a task of its own. */
  recordName: string | null
  workspace: string
  /** Where the tasks are shown. */
  url: string
}

const WORDS: Record<
  Locale,
  { due: string; about: string; open: string; why: (workspace: string) => string }
> = {
  es: {
    due: 'Para',
    about: 'Sobre',
    open: 'Ver tus tareas',
    why: (workspace) => `Recibes este correo porque la tarea de ${workspace} tiene un recordatorio.`,
  },
  en: {
    due: 'Due',
    about: 'About',
    open: 'See your tasks',
    why: (workspace) => `You get this e-mail because the task in ${workspace} has a reminder.`,
  },
  'pt-BR': {
    due: 'Para',
    about: 'Sobre',
    open: 'Ver suas tarefas',
    why: (workspace) => `Você recebe este e-mail porque a tarefa de ${workspace} tem um lembrete.`,
  },
}

/** A reminder as a letter, in plain text and in HTML, in the person's language. */
export function reminderLetter(
  facts: ReminderFacts,
  locale: Locale,
): { subject: string; text: string; html: string } {
  const words = WORDS[locale]
  const lines = [
    ...(facts.dueLocal === null ? [] : [`${words.due}: ${dueText(facts.dueLocal, locale)}`]),
    ...(facts.recordName === null ? [] : [`${words.about}: ${facts.recordName}`]),
  ]
  const why = words.why(facts.workspace)
  const text = [facts.title, '', ...lines, '', `${words.open}: ${facts.url}`, '', why].join('\n')
  const paragraph = (html: string, style: string) => `<p style="margin:0 0 12px;${style}">${html}</p>`
  const html = [
    '<div style="font-family:system-ui,sans-serif;max-width:480px;padding:24px">',
    paragraph(escaped(facts.title), 'font-size:18px;font-weight:600'),
    ...lines.map((line) => paragraph(escaped(line), 'font-size:15px')),
    paragraph(`<a href="${escaped(facts.url)}">${escaped(words.open)}</a>`, 'font-size:15px'),
    paragraph(escaped(why), 'font-size:13px;opacity:.7'),
    '</div>',
  ].join('\n')
  return { subject: facts.title, text, html }
}

function dueText(dueLocal: string, locale: Locale): string {
  const time = hasHour(dueLocal) ? ({ timeStyle: 'short' } as const) : {}
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', ...time, timeZone: 'UTC' }).format(
    wallOf(dueLocal),
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')
