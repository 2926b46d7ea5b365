import type { shell as es } from '../es/shell.ts'
import type { Translation } from '../message.ts'

export const shell: Translation<typeof es> = {
  'nav.contacts': 'Contacts',
  'nav.deals': 'Deals',
  'nav.tasks': 'Tasks',
  'nav.tasksDue': {
    one: '{count} task overdue or due today',
    other: '{count} tasks overdue or due today',
  },
  'bell.title': 'Notifications',
  'bell.unread': { one: '{count} unread notification', other: '{count} unread notifications' },
  'nav.main': 'Main',
  'nav.content': 'Content',
  'nav.inbox': 'Inbox',
  'nav.settings': 'Settings',
  'nav.me': 'Me',
  'nav.workspaces': 'Your workspaces',
  'nav.switchWorkspace': 'Workspace {name}. Switch workspace',
  'nav.waitingOnMe': {
    one: '{count} conversation waits for your reply',
    other: '{count} conversations wait for your reply',
  },

  'skip.title': 'Skip to',
  'skip.list': 'Go to the list',
  'skip.thread': 'Go to the conversation',
  'skip.composer': 'Go to the composer',
  'skip.main': 'Go to the content',

  'route.notFoundTitle': 'Nothing here',
  'route.notFoundText': "This address doesn't exist, or it has moved.",
  'route.goHome': 'Go to the inbox',
  'route.deniedTitle': "You don't have access",
  'route.deniedText': "Your role doesn't allow this page.",
  'route.deniedAsk': "Your role doesn't allow this page. Ask {names}.",
  'route.deniedWorkspace':
    "This workspace doesn't exist, or you are not part of it. If someone sent you the link, ask them to add you.",

  'offline.bar': 'No connection. What you write will be sent when it is back.',
  'offline.polling': 'No live connection: messages arrive every 10 seconds',
  'offline.back': { one: 'Connected. {count} message sent.', other: 'Connected. {count} messages sent.' },

  'shortcut.title': 'Keyboard shortcuts',
  'shortcut.everywhere': 'Everywhere',
  'shortcut.inbox': 'Inbox',
  'shortcut.composer': 'While writing',
  'shortcut.toast': 'Go to the latest message on the screen',
  'shortcut.next': 'Next conversation',
  'shortcut.previous': 'Previous conversation',
  'shortcut.enter': 'Enter the conversation',
  'shortcut.leave': 'Close, or back to the list',
  'shortcut.settle': 'Resolve or reopen, and go to the next',

  'palette.title': 'Find or do something',
  'palette.placeholder': 'Look for someone, or type what you want to do…',
  'palette.nothing': 'Nothing matches. Try a name or a phone number.',
  'palette.onConversation': 'In this conversation',
  'palette.goTo': 'Go to',
  'palette.view': 'View',
  'palette.conversations': 'Conversations',
  'palette.unassigned': 'Inbox: unassigned',
  'palette.all': 'Inbox: all open',
}
