import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { FC } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Page } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { PERSONAS, usePersona } from '../../shell/persona.ts'
import type { Persona } from '../../shell/persona.ts'
import { useAt } from '../../shell/url-state.ts'
import { AuditorHome } from './auditor-home.tsx'
import { ChooserHome } from './chooser-home.tsx'
import { figureFor } from './figure-for.ts'
import { LeadHome } from './lead-home.tsx'
import { MaintainerHome } from './maintainer-home.tsx'
import { ResearcherHome } from './researcher-home.tsx'
import { ResponderHome } from './responder-home.tsx'
import { Standing } from './standing.tsx'

export type OverviewOf = Answer<'Overview'>
export interface HomeProps {
  readonly overview: OverviewOf
}

const HOMES: Readonly<Record<Persona, FC<HomeProps>>> = {
  maintainer: MaintainerHome,
  chooser: ChooserHome,
  lead: LeadHome,
  auditor: AuditorHome,
  responder: ResponderHome,
  researcher: ResearcherHome,
}

/** The first page, for whoever looks: six kinds of people, six questions. */
export function HomeView() {
  const { persona: asked } = useParams({ strict: false }) as { persona?: string }
  const [kept, keep] = usePersona()
  const persona = PERSONAS.find((one) => one === asked) ?? kept
  useEffect(() => {
    if (persona !== kept) keep(persona)
  }, [persona, kept, keep])
  const at = useAt()
  const answer = useAnswer<OverviewOf>('/overview', { at })
  const Home = HOMES[persona]
  return (
    <Page
      place={t(`persona.${persona}`)}
      question={t(`home.question-${persona}`)}
      figure={answer.data === undefined ? undefined : figureFor(persona, answer.data)}
      asOf={answer.data?.asOf}
      data={{ path: '/overview', query: { at }, list: false }}
    >
      <Answered answer={answer}>
        {(overview) => (
          <div className="stack wide">
            <Standing overview={overview} />
            <Home overview={overview} />
          </div>
        )}
      </Answered>
    </Page>
  )
}
