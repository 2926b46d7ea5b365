/** A task that could not run on this machine, which is neither success nor failure. */
export const NOT_RUN = 77
