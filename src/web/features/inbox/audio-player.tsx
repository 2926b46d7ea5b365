import { Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { useT } from '../../i18n/provider.tsx'

const SPEEDS = [1, 1.5, 2] as const

/** A voice note: play, seek by pointer or arrow keys, and three speeds. */
export function AudioPlayer({ url }: { url: string }) {
  const t = useT()
  const audio = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [position, setPosition] = useState(0)
  const [duration, setDuration] = useState(0)
  const [speed, setSpeed] = useState<number>(1)
  const toggle = () => void (playing ? audio.current?.pause() : audio.current?.play())
  const nextSpeed = () => {
    const next = SPEEDS[(SPEEDS.findIndex((value) => value === speed) + 1) % SPEEDS.length] ?? 1
    setSpeed(next)
    if (audio.current) audio.current.playbackRate = next
  }
  const share = duration > 0 ? (position / duration) * 100 : 0
  return (
    <div className="flex w-[270px] max-w-full items-center gap-2.5 py-0.5">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a voice note has no captions */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPosition(0)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onDurationChange={(event) =>
          setDuration(Number.isFinite(event.currentTarget.duration) ? event.currentTarget.duration : 0)
        }
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={t(playing ? 'attachment.pause' : 'attachment.play')}
        className="grid size-[34px] shrink-0 place-items-center rounded-full bg-brand text-on-brand hover:bg-brand-hover"
      >
        {playing ? (
          <Pause className="size-4 fill-current stroke-0" />
        ) : (
          <Play className="size-4 translate-x-px fill-current stroke-0" />
        )}
      </button>
      <div className="min-w-0 flex-1">
        <input
          type="range"
          min={0}
          max={duration || 1}
          step={0.1}
          value={position}
          aria-label={t('attachment.seek')}
          aria-valuetext={clock(position)}
          onChange={(event) => {
            if (audio.current) audio.current.currentTime = Number(event.target.value)
          }}
          className="h-6 w-full cursor-pointer appearance-none bg-transparent [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-brand [&::-moz-range-track]:h-1 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-surface-3 [&::-webkit-slider-runnable-track]:h-1 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-(image:--track) [&::-webkit-slider-thumb]:-mt-1 [&::-webkit-slider-thumb]:size-3 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-brand"
          style={
            {
              '--track': `linear-gradient(to right, var(--brand) ${share}%, color-mix(in oklab, var(--text-3) 40%, transparent) ${share}%)`,
            } as React.CSSProperties
          }
        />
        <div className="-mt-1 flex justify-between text-[0.71875rem] text-text-3">
          <span>{clock(position > 0 ? position : duration)}</span>
          <button
            type="button"
            onClick={nextSpeed}
            aria-label={t('attachment.speed', { speed: String(speed) })}
            className="min-h-6 min-w-8 rounded-sm font-[600] hover:text-text"
          >
            {speed}×
          </button>
        </div>
      </div>
    </div>
  )
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
