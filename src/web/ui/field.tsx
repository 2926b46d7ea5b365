import { Eye, EyeOff } from 'lucide-react'
import { useId, useState, type ComponentProps, type ReactNode } from 'react'
import { cn } from '../lib/cn.ts'

const CONTROL =
  'h-[38px] w-full min-w-0 rounded-[9px] border border-border-strong bg-overlay px-3 text-body text-text transition-colors duration-(--t-1) aria-invalid:border-danger disabled:opacity-60'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input data-slot="input" className={cn(CONTROL, className)} {...props} />
}

export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <select data-slot="select" className={cn(CONTROL, 'pe-8', className)} {...props}>
      {children}
    </select>
  )
}

interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** Beside the label, at the end of its line. */
  aside?: ReactNode
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ReactNode
}

/** A labelled control; its error is tied to it and replaces the hint. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div data-slot="field" className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-small font-[550] text-text">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': note ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {note && (
        <p id={noteId} className={cn('text-micro', error ? 'text-danger-text' : 'text-text-3')}>
          {note}
        </p>
      )}
    </div>
  )
}

interface SecretProps extends Omit<ComponentProps<'input'>, 'type'> {
  showLabel: string
  hideLabel: string
}

/** A password or token that may be looked at; paste and password managers work as everywhere. */
export function SecretInput({ showLabel, hideLabel, className, ...props }: SecretProps) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input type={shown ? 'text' : 'password'} className={cn('pe-11', className)} {...props} />
      <button
        type="button"
        aria-label={shown ? hideLabel : showLabel}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 end-1 my-auto grid size-8 place-items-center rounded-md text-text-3 hover:text-text"
      >
        {shown ? (
          <EyeOff className="size-[18px] stroke-[1.75]" />
        ) : (
          <Eye className="size-[18px] stroke-[1.75]" />
        )}
      </button>
    </div>
  )
}
