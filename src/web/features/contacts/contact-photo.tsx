import { Camera, Trash2 } from 'lucide-react'
import { useRef, useState, type ComponentProps } from 'react'
import type { ContactDto, UpdateContact } from '@shared/contracts/contacts.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { UploadError, uploadFile } from '../../lib/upload.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { PhotoAvatar } from '../../ui/photo-avatar.tsx'
import { toast } from '../../ui/toast.tsx'
import { PHOTO_TYPES, scalePhoto } from './scale-photo.ts'

interface Props {
  contact: ContactDto
  onChange: (change: Pick<UpdateContact, 'avatarId'>) => Promise<void>
}

/** The face of a contact's page, which is also where it is changed. */
export function ContactPhoto(props: Props) {
  const can = useCan()
  // An upload goes the way of files that are sent, with the same permission.
  if (can('contacts.update') && can('messages.send')) return <EditablePhoto {...props} />
  return <Face contact={props.contact} />
}

const Face = ({ contact: { id, name, avatarUrl } }: Pick<Props, 'contact'>) => (
  <PhotoAvatar id={id} name={name} photo={avatarUrl} size={40} />
)

function EditablePhoto({ contact, onChange }: Props) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const { busy, error, put, remove } = usePhoto({ contact, onChange })
  const pick = () => input.current?.click()
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={PHOTO_TYPES.join(',')}
        tabIndex={-1}
        aria-hidden
        className="hidden"
        data-testid="contacts.photoFile"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void put(file)
        }}
      />
      {contact.avatarUrl ? (
        <Menu>
          <MenuTrigger asChild>
            <PhotoButton contact={contact} busy={busy} label={t('contacts.changePhoto')} />
          </MenuTrigger>
          <MenuContent align="start">
            <MenuItem onSelect={pick}>
              <Camera aria-hidden /> {t('contacts.changePhoto')}
            </MenuItem>
            <MenuItem onSelect={() => void remove()}>
              <Trash2 aria-hidden /> {t('contacts.removePhoto')}
            </MenuItem>
          </MenuContent>
        </Menu>
      ) : (
        <PhotoButton contact={contact} busy={busy} label={t('contacts.addPhoto')} onClick={pick} />
      )}
      {error && (
        <p role="alert" className="order-last basis-full text-micro text-danger-text">
          {error}
        </p>
      )}
    </>
  )
}

/** What happens to the photo, and what went wrong, in words. */
function usePhoto({ contact, onChange }: Props) {
  const t = useT()
  const { workspaceId } = useApi()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const attempt = async (change: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await change()
    } catch (thrown) {
      setError(errorText(t, thrown instanceof UploadError ? thrown.failure : toAppError(thrown)))
    } finally {
      setBusy(false)
    }
  }
  const put = (file: File) =>
    attempt(async () => {
      const scaled = await scalePhoto(file)
      if (typeof scaled === 'string') return setError(t(scaled))
      const { id: avatarId } = await uploadFile(workspaceId, scaled, () => undefined).done
      await onChange({ avatarId })
    })
  const remove = () =>
    attempt(async () => {
      const { avatarId } = contact
      await onChange({ avatarId: null })
      const run = () => void attempt(() => onChange({ avatarId }))
      toast({ tone: 'success', text: t('contacts.photoRemoved'), action: { label: t('common.undo'), run } })
    })
  return { busy, error, put, remove }
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  contact: ContactDto
  busy: boolean
  label: string
}

/** The menu hands it its own handlers and ref. */
function PhotoButton({ contact, busy, label, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-busy={busy}
      data-testid="contacts.photo"
      className="group relative shrink-0 rounded-full"
      {...props}
    >
      <span className="flex">
        <Face contact={contact} />
      </span>
      <span className="absolute -end-1 -bottom-1 grid size-[18px] place-items-center rounded-full bg-surface text-text-2 ring-1 ring-border group-hover:text-text">
        <Camera className={busy ? 'size-[11px] animate-pulse-soft' : 'size-[11px]'} aria-hidden />
      </span>
    </button>
  )
}
