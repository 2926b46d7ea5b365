/** The one time that a password which we made up is shown. */
export function passwordNote(email: string, generatedPassword: string | null): string[] {
  if (generatedPassword === null)
    return [`${email} signs in with the password known so far, or the one given.`]
  return [`${email} signs in with: ${generatedPassword}`, 'It is shown this once.']
}
