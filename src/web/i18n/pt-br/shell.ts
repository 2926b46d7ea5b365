import type { shell as es } from '../es/shell.ts'
import type { Translation } from '../message.ts'

export const shell: Translation<typeof es> = {
  'nav.contacts': 'Contatos',
  'nav.deals': 'Negócios',
  'nav.tasks': 'Tarefas',
  'nav.tasksDue': {
    one: '{count} tarefa vencida ou para hoje',
    many: '{count} tarefas vencidas ou para hoje',
    other: '{count} tarefas vencidas ou para hoje',
  },
  'bell.title': 'Avisos',
  'bell.unread': {
    one: '{count} aviso não lido',
    many: '{count} avisos não lidos',
    other: '{count} avisos não lidos',
  },
  'nav.main': 'Principal',
  'nav.content': 'Conteúdo',
  'nav.inbox': 'Caixa',
  'nav.settings': 'Ajustes',
  'nav.me': 'Eu',
  'nav.workspaces': 'Seus espaços',
  'nav.switchWorkspace': 'Espaço {name}. Trocar de espaço',
  'nav.waitingOnMe': {
    one: '{count} conversa espera sua resposta',
    many: '{count} conversas esperam sua resposta',
    other: '{count} conversas esperam sua resposta',
  },

  'skip.title': 'Pular para',
  'skip.list': 'Ir para a lista',
  'skip.thread': 'Ir para a conversa',
  'skip.composer': 'Ir escrever',
  'skip.main': 'Ir para o conteúdo',

  'route.notFoundTitle': 'Não há nada aqui',
  'route.notFoundText': 'O endereço não existe ou mudou de lugar.',
  'route.goHome': 'Ir para a caixa',
  'route.deniedTitle': 'Você não tem acesso',
  'route.deniedText': 'Sua função não permite ver esta página.',
  'route.deniedAsk': 'Sua função não permite ver esta página. Peça a {names}.',
  'route.deniedWorkspace':
    'Este espaço não existe ou você não faz parte dele. Se alguém passou o link, peça que adicione você.',

  'offline.bar': 'Sem conexão. O que você escrever será enviado quando ela voltar.',
  'offline.polling': 'Sem conexão ao vivo: as mensagens chegam a cada 10 segundos',
  'offline.back': {
    one: 'Conectado. {count} mensagem enviada.',
    many: 'Conectado. {count} mensagens enviadas.',
    other: 'Conectado. {count} mensagens enviadas.',
  },

  'shortcut.title': 'Atalhos de teclado',
  'shortcut.everywhere': 'Em todo lugar',
  'shortcut.inbox': 'Caixa',
  'shortcut.composer': 'Ao escrever',
  'shortcut.toast': 'Ir ao último aviso na tela',
  'shortcut.next': 'Próxima conversa',
  'shortcut.previous': 'Conversa anterior',
  'shortcut.enter': 'Entrar na conversa',
  'shortcut.leave': 'Fechar ou voltar para a lista',
  'shortcut.settle': 'Resolver ou reabrir, e ir para a próxima',

  'palette.title': 'Buscar ou fazer algo',
  'palette.placeholder': 'Busque alguém ou escreva o que quer fazer…',
  'palette.nothing': 'Nada encontrado. Tente um nome ou um telefone.',
  'palette.onConversation': 'Nesta conversa',
  'palette.goTo': 'Ir para',
  'palette.view': 'Visão',
  'palette.conversations': 'Conversas',
  'palette.unassigned': 'Caixa: sem responsável',
  'palette.all': 'Caixa: todas as abertas',
}
