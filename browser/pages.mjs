// The pages that stand on their own. Those of a single case are reached by the journeys.
export const residentPages = {
  home: '/', report: '/report', cases: '/cases', receipt: '/receipt', 'sign-in': '/sign-in', places: '/places',
};
// Pages behind a sign-in.
export const staffPages = { account: '/account', queue: '/desk/cases', 'queue-filtered': '/desk/cases?due=overdue', intake: '/desk/intake', pipeline: '/desk/pipeline' };
