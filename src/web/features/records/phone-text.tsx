import { phoneText } from '@shared/phone-text.ts'

/** A phone in groups; what is copied of it is the number as programs take it. */
export function PhoneText({ phone }: { phone: string | null }) {
  if (phone === null) return null
  return (
    <bdi
      data-phone={phone}
      onCopy={(event) => {
        const selected = getSelection()?.toString() ?? ''
        // Of a part of it, or of more than it, the browser knows better.
        if (selected.trim() !== phoneText(phone)) return
        event.preventDefault()
        event.clipboardData.setData('text/plain', phone)
      }}
    >
      {phoneText(phone)}
    </bdi>
  )
}
