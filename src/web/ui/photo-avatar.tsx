import { useState, type ComponentProps } from 'react'
import { cn } from '../lib/cn.ts'
import { Avatar } from './avatar.tsx'

interface Props extends Omit<ComponentProps<typeof Avatar>, 'children'> {
  /** Address of a picture; until it is there, and where it fails, the initials stand. */
  photo: string | null
}

/** The face of somebody who may have one. Apart from the avatar, as lists of the inbox show none. */
export function PhotoAvatar({ photo, ...props }: Props) {
  return <Avatar {...props}>{photo && <Photo key={photo} src={photo} />}</Avatar>
}

function Photo({ src }: { src: string }) {
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading')
  if (state === 'broken') return null
  return (
    <img
      src={src}
      alt=""
      loading="lazy"
      draggable={false}
      onLoad={() => setState('shown')}
      onError={() => setState('broken')}
      // A picture may be transparent: the initials must not shine through.
      className={cn(
        'absolute inset-0 size-full rounded-[inherit] object-cover',
        state === 'shown' && 'bg-surface',
      )}
    />
  )
}
